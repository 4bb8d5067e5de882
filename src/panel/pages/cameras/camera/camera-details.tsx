import { NativeSelect, TextInput } from '@mantine/core';
import type { CameraPatch } from '../../../../cameras/registry/schemas.ts';
import type { CameraView } from '../../../../cameras/schemas.ts';
import { useCameraProfiles, useUpdateCamera } from '../../../api/cameras.ts';
import { useEdits } from '../../../components/edits.ts';
import { Failure, useFieldError } from '../../../components/failure.tsx';
import { DeviceFields, NoteField } from '../../../components/fields/device-fields.tsx';
import { SaveActions } from '../../../components/save-actions.tsx';
import { useText } from '../../../i18n/index.ts';

const OWNERS = ['commune', 'police', 'household'] as const satisfies CameraView['owner'][];
const FIELDS = [
  'name',
  'zoneId',
  'place',
  'note',
  'owner',
  'ownerName',
  'conformity',
  'profile',
  'url',
  'subUrl',
];

/** What an officer says of the camera: name, place, whose it is, its certificate. */
export function CameraDetails({ camera }: { camera: CameraView }) {
  const { t, language } = useText();
  const profiles = useCameraProfiles();
  const update = useUpdateCamera(camera.id);
  const fieldError = useFieldError(update.error);
  const { edits, isChanged, set, submit } = useEdits<CameraPatch>(update.mutate);
  const urlOf = (role: 'main' | 'sub') => camera.streams.find((one) => one.role === role)?.url ?? '';
  const value = { ...camera, url: urlOf('main'), subUrl: urlOf('sub'), ...edits };
  return (
    <form onSubmit={submit} className="card column">
      <h2>{t('speakers.details')}</h2>
      <DeviceFields of="camera" value={value} set={set} fieldError={fieldError} />
      <div className="halves">
        <NativeSelect
          label={t('cameras.owner')}
          value={value.owner}
          onChange={(event) => {
            const owner = OWNERS.find((one) => one === event.currentTarget.value);
            if (owner) set({ owner });
          }}
          data={OWNERS.map((owner) => ({ value: owner, label: t(`cameras.owners.${owner}`) }))}
          error={fieldError('owner')}
        />
        <TextInput
          label={t('cameras.ownerName')}
          placeholder={t('cameras.ownerNamePlaceholder')}
          value={value.ownerName}
          onChange={(event) => set({ ownerName: event.currentTarget.value })}
          maxLength={200}
          error={fieldError('ownerName')}
        />
      </div>
      <TextInput
        label={t('cameras.conformity')}
        description={t('cameras.conformityHelp')}
        value={value.conformity}
        onChange={(event) => set({ conformity: event.currentTarget.value })}
        maxLength={200}
        error={fieldError('conformity')}
      />
      <NativeSelect
        label={t('cameras.kind')}
        description={t('cameras.kindHelp')}
        value={value.profile}
        onChange={(event) => set({ profile: event.currentTarget.value })}
        // Its own stands there while the others are on their way, or where a newer station has dropped it.
        data={[
          ...(profiles.data?.some(({ id }) => id === camera.profile)
            ? []
            : [{ value: camera.profile, label: camera.profileName[language] }]),
          ...(profiles.data ?? []).map(({ id, name }) => ({ value: id, label: name[language] })),
        ]}
        error={fieldError('profile')}
      />
      {!camera.onvif && (
        <>
          <TextInput
            label={t('cameras.rtspMain')}
            value={value.url}
            onChange={(event) => set({ url: event.currentTarget.value })}
            maxLength={2000}
            error={fieldError('url')}
            required
            withAsterisk={false}
            spellCheck={false}
            autoCapitalize="none"
          />
          <TextInput
            label={t('cameras.add.subUrl')}
            description={t('cameras.add.subUrlHelp')}
            value={value.subUrl ?? ''}
            onChange={(event) => set({ subUrl: event.currentTarget.value.trim() || null })}
            maxLength={2000}
            error={fieldError('subUrl')}
            spellCheck={false}
            autoCapitalize="none"
          />
        </>
      )}
      <NoteField value={value.note} set={set} maxLength={2000} fieldError={fieldError} />
      <Failure error={update.error} except={FIELDS} />
      <SaveActions isChanged={isChanged} busy={update.isPending} />
    </form>
  );
}
