import { Switch } from '@mantine/core';
import type { SpeakerPatch, SpeakerView } from '../../../speakers/schemas.ts';
import { useSpeakerProfiles, useUpdateSpeaker } from '../../api/speakers.ts';
import { useEdits } from '../../components/edits.ts';
import { Failure, useFieldError } from '../../components/failure.tsx';
import { CoordinatesField } from '../../components/fields/coordinates-field.tsx';
import { DeviceFields, NoteField } from '../../components/fields/device-fields.tsx';
import { Notice } from '../../components/notice.tsx';
import { SaveActions } from '../../components/save-actions.tsx';
import { useText } from '../../i18n/index.ts';
import { ProfileSettings } from './profile-settings.tsx';

const FIELDS = ['name', 'zoneId', 'place', 'note', 'lat', 'lon', 'settings'];

/** Name, zone, place and note; how it connects. */
export function SpeakerDetails({ speaker }: { speaker: SpeakerView }) {
  const { t } = useText();
  const update = useUpdateSpeaker(speaker.id);
  const profiles = useSpeakerProfiles();
  const fieldError = useFieldError(update.error);
  const { edits, isChanged, set, submit } = useEdits<SpeakerPatch>(update.mutate);
  const value = { ...speaker, ...edits };
  const profile = profiles.data?.find(({ id }) => id === speaker.profile);
  return (
    <form onSubmit={submit} className="card column">
      <h2>{t('speakers.details')}</h2>
      <DeviceFields of="speaker" value={value} set={set} fieldError={fieldError} />
      <NoteField value={value.note} set={set} maxLength={1000} fieldError={fieldError} />
      <CoordinatesField
        lat={value.lat}
        lon={value.lon}
        onChange={set}
        error={fieldError('lat') ?? fieldError('lon')}
      />
      {profile && (
        <ProfileSettings
          profile={profile}
          value={value.settings}
          onChange={(settings) => set({ settings })}
          errorOf={(name) => fieldError(`settings.${name}`)}
        />
      )}
      {speaker.transport === 'mqtt' && (
        <Switch
          checked={value.plain}
          onChange={(event) => set({ plain: event.currentTarget.checked })}
          label={t('speakers.plain')}
          description={t('speakers.plainHelp')}
        />
      )}
      {edits.plain !== undefined && edits.plain !== speaker.plain && (
        <Notice tone="warn">{t(edits.plain ? 'speakers.plainSoon' : 'speakers.tlsSoon')}</Notice>
      )}
      <Failure error={update.error} except={FIELDS} />
      <SaveActions isChanged={isChanged} busy={update.isPending} />
    </form>
  );
}
