import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useLocation } from 'wouter';
import type { NewCamera } from '../../../../cameras/registry/schemas.ts';
import { useAddCamera } from '../../../api/cameras.ts';
import { Failure, useFieldError } from '../../../components/failure.tsx';
import { useToast } from '../../../components/toast.ts';
import { useUnsaved } from '../../../components/unsaved.tsx';
import { ZoneSelect } from '../../../components/zones/zone-select.tsx';
import { useText } from '../../../i18n/index.ts';
import { AccountFields } from '../account-fields.tsx';

const EMPTY = { name: '', address: '', subUrl: '', username: '', password: '', place: '' };
const isRtsp = (text: string) => /^\s*rtsps?:\/\//i.test(text);

/** One camera by its address: RTSP is taken as it is, anything else is asked by ONVIF. */
export function HandStep() {
  const { t } = useText();
  const toast = useToast();
  const [, navigate] = useLocation();
  const add = useAddCamera();
  const fieldError = useFieldError(add.error);
  const [typed, setTyped] = useState(EMPTY);
  const [zoneId, setZoneId] = useState<string | null>(null);
  const leave = useUnsaved(Object.values(typed).some((text) => text !== ''));
  const byRtsp = isRtsp(typed.address);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { name, address, subUrl, username, password, place } = typed;
    const body: NewCamera = {
      name: name.trim(),
      place,
      ...(byRtsp ? { url: address.trim() } : { host: address.trim() }),
      ...(byRtsp && subUrl.trim() ? { subUrl: subUrl.trim() } : {}),
      ...(username ? { username, password } : {}),
      ...(zoneId === null ? {} : { zoneId }),
    };
    add.mutate(body, {
      onSuccess: ({ cameras }) => {
        leave();
        toast(t('cameras.add.handAdded', { count: cameras.length }));
        const [first] = cameras;
        navigate(first && cameras.length === 1 ? `/cameras/${first.id}` : '/cameras');
      },
    });
  };
  const field = (name: keyof typeof EMPTY) => ({
    value: typed[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      setTyped({ ...typed, [name]: event.currentTarget.value }),
    error: fieldError(name),
  });
  const plain = { autoComplete: 'off', autoCapitalize: 'none', spellCheck: false } as const;
  return (
    <form onSubmit={submit} className="card column" autoComplete="off">
      <h2>{t('cameras.add.hand')}</h2>
      <TextInput
        {...field('name')}
        label={t('cameras.name')}
        placeholder={t('cameras.namePlaceholder')}
        maxLength={100}
        required
        withAsterisk={false}
      />
      <TextInput
        {...field('address')}
        {...plain}
        label={t('cameras.add.handAddress')}
        description={t('cameras.add.handAddressHelp')}
        placeholder="rtsp://192.168.1.64/Streaming/Channels/101"
        maxLength={2000}
        error={fieldError('url') ?? fieldError('host')}
        required
        withAsterisk={false}
      />
      {byRtsp && (
        <TextInput
          {...field('subUrl')}
          {...plain}
          label={t('cameras.add.subUrl')}
          description={t('cameras.add.subUrlHelp')}
          maxLength={2000}
        />
      )}
      <div className="halves">
        <AccountFields
          value={typed}
          set={(change) => setTyped({ ...typed, ...change })}
          fieldError={fieldError}
        />
      </div>
      {!byRtsp && <p className="muted small">{t('cameras.add.handOnce')}</p>}
      <ZoneSelect
        value={zoneId}
        onChange={setZoneId}
        help={t('cameras.zoneHelp')}
        error={fieldError('zoneId')}
      />
      <TextInput
        {...field('place')}
        label={t('speakers.place')}
        placeholder={t('cameras.placePlaceholder')}
        maxLength={200}
      />
      <Failure
        error={add.error}
        except={['name', 'url', 'host', 'subUrl', 'username', 'password', 'place']}
      />
      <div className="actions">
        <Button type="submit" loading={add.isPending}>
          {t('cameras.add.addOne')}
        </Button>
      </div>
    </form>
  );
}
