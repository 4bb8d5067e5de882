import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Profile, ProfileInput } from '../../commune/schemas.ts';
import { useProvinces, useSaveCommune } from '../api/commune.ts';
import { isConflict } from '../api/http.ts';
import { useText } from '../i18n/index.ts';
import { Conflict } from './conflict.tsx';
import { Failure, useFieldError } from './failure.tsx';
import { CoordinatesField } from './fields/coordinates-field.tsx';
import { useUnsaved } from './unsaved.tsx';

const KINDS = ['xa', 'phuong', 'dac-khu'] as const;
const FIELDS = ['kind', 'name', 'code', 'provinceCode', 'address', 'phone', 'leader', 'lat', 'lon'];

interface Props {
  profile: Profile;
  submit: string;
  /** Asks only for what the first run needs. */
  short?: boolean;
  onSaved: () => void;
  /** Beside the button that saves. */
  children?: ReactNode;
}

/** Name, code and province of the commune: in the first run and in the settings. */
export function CommuneForm({ profile, submit, short = false, onSaved, children }: Props) {
  const { t } = useText();
  const provinces = useProvinces();
  const save = useSaveCommune();
  const fieldError = useFieldError(save.error);
  const [edited, setEdited] = useState<Partial<ProfileInput>>({});
  const leave = useUnsaved(Object.keys(edited).length > 0);
  const value = { ...profile, ...edited };

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const { kind, name, code, provinceCode, address, phone, leader, lat, lon, version } = value;
    save.mutate(
      { kind, name, code, provinceCode, address, phone, leader, lat, lon, version },
      {
        onSuccess: () => {
          setEdited({});
          leave();
          onSaved();
        },
      },
    );
  };
  const text = (name: 'name' | 'code' | 'address' | 'phone' | 'leader') => ({
    label: t(`commune.${name}`),
    value: value[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      setEdited({ ...edited, [name]: event.currentTarget.value }),
    error: fieldError(name),
  });
  return (
    <form onSubmit={onSubmit} className="column">
      <div className="halves">
        <NativeSelect
          label={t('commune.kind')}
          value={value.kind}
          onChange={(event) => setEdited({ ...edited, kind: event.currentTarget.value as Profile['kind'] })}
          data={KINDS.map((kind) => ({ value: kind, label: t(`commune.kinds.${kind}`) }))}
        />
        <TextInput
          {...text('name')}
          placeholder={t('commune.namePlaceholder')}
          required
          withAsterisk={false}
        />
      </div>
      <NativeSelect
        label={t('commune.province')}
        value={value.provinceCode}
        onChange={(event) => setEdited({ ...edited, provinceCode: event.currentTarget.value })}
        error={fieldError('provinceCode')}
        data={[
          { value: '', label: t('commune.provinceChoose') },
          ...(provinces.data ?? []).map(({ code, name }) => ({ value: code, label: name })),
        ]}
      />
      <TextInput {...text('code')} description={t('commune.codeHelp')} inputMode="numeric" />
      {!short && (
        <>
          <TextInput {...text('address')} />
          <div className="halves">
            <TextInput {...text('phone')} inputMode="tel" />
            <TextInput {...text('leader')} />
          </div>
          <CoordinatesField
            lat={value.lat}
            lon={value.lon}
            onChange={(point) => setEdited({ ...edited, ...point })}
            error={fieldError('lat') ?? fieldError('lon')}
          />
        </>
      )}
      {isConflict(save.error) ? (
        <Conflict
          topic="commune"
          onReload={() => {
            setEdited({});
            save.reset();
          }}
        />
      ) : (
        <Failure error={save.error} except={FIELDS} />
      )}
      <div className="actions">
        <Button type="submit" loading={save.isPending}>
          {submit}
        </Button>
        {children}
      </div>
    </form>
  );
}
