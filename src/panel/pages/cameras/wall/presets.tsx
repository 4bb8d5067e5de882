import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconBookmarkPlus, IconTrash } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import {
  type Preset,
  useGoToPreset,
  usePresets,
  useRemovePreset,
  useStorePreset,
} from '../../../api/wall.ts';
import { Confirm } from '../../../components/dialog.tsx';
import { Failure, useFieldError } from '../../../components/failure.tsx';
import { QueryNotice } from '../../../components/query-notice.tsx';
import { useToast } from '../../../components/toast.ts';
import { useText } from '../../../i18n/index.ts';

const NAME_MAX = 64;

/** Places where a camera has been told to look: one press turns it there. */
export function Presets({ cameraId }: { cameraId: string }) {
  const { t } = useText();
  const presets = usePresets(cameraId);
  const go = useGoToPreset(cameraId);
  const [removing, setRemoving] = useState<Preset>();
  return (
    <section className="column" aria-label={t('presets.title')}>
      <h2>{t('presets.title')}</h2>
      <QueryNotice query={presets} />
      {presets.data?.length === 0 && <p className="muted small">{t('presets.none')}</p>}
      {presets.data && presets.data.length > 0 && (
        <ul className="presets">
          {presets.data.map((preset) => (
            <li key={preset.token} className="row">
              <Button
                variant="default"
                className="grow"
                justify="flex-start"
                loading={go.isPending && go.variables === preset.token}
                onClick={() => go.mutate(preset.token)}
              >
                {preset.name}
              </Button>
              <ActionIcon
                variant="subtle"
                size={40}
                aria-label={t('presets.remove', { name: preset.name })}
                onClick={() => setRemoving(preset)}
              >
                <IconTrash size={20} aria-hidden />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      <Failure error={go.error} />
      <StorePreset cameraId={cameraId} />
      {removing && (
        <RemovePreset cameraId={cameraId} preset={removing} onClose={() => setRemoving(undefined)} />
      )}
    </section>
  );
}

function StorePreset({ cameraId }: { cameraId: string }) {
  const { t } = useText();
  const toast = useToast();
  const store = useStorePreset(cameraId);
  const fieldError = useFieldError(store.error);
  const [name, setName] = useState('');
  const save = (event: FormEvent) => {
    event.preventDefault();
    store.mutate(name.trim(), {
      onSuccess: () => {
        toast(t('presets.stored', { name: name.trim() }));
        setName('');
      },
    });
  };
  return (
    <form className="column-tight" onSubmit={save}>
      <TextInput
        label={t('presets.name')}
        placeholder={t('presets.example')}
        maxLength={NAME_MAX}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={fieldError('name')}
      />
      <Button
        type="submit"
        variant="default"
        className="fit"
        leftSection={<IconBookmarkPlus size={20} aria-hidden />}
        disabled={name.trim() === ''}
        loading={store.isPending}
      >
        {t('presets.store')}
      </Button>
      <Failure error={store.error} except={['name']} />
    </form>
  );
}

interface RemoveProps {
  cameraId: string;
  preset: Preset;
  onClose: () => void;
}

function RemovePreset({ cameraId, preset, onClose }: RemoveProps) {
  const { t } = useText();
  const remove = useRemovePreset(cameraId);
  return (
    <Confirm
      opened
      onClose={onClose}
      title={t('presets.removeTitle')}
      verb={t('presets.removeVerb')}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate(preset.token, { onSuccess: onClose })}
    >
      {t('presets.removeText', { name: preset.name })}
    </Confirm>
  );
}
