import { Button, Switch, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { SpeakerPatch, SpeakerView } from '../../../speakers/schemas.ts';
import { useSpeakerProfiles, useUpdateSpeaker } from '../../api/speakers.ts';
import { Failure, useFieldError } from '../../components/failure.tsx';
import { CoordinatesField } from '../../components/fields/coordinates-field.tsx';
import { Notice } from '../../components/notice.tsx';
import { useToast } from '../../components/toast.ts';
import { useUnsaved } from '../../components/unsaved.tsx';
import { ZoneSelect } from '../../components/zones/zone-select.tsx';
import { useText } from '../../i18n/index.ts';
import { ProfileSettings } from './profile-settings.tsx';

const FIELDS = ['name', 'zoneId', 'place', 'note', 'lat', 'lon', 'settings'];

/** Name, zone, place and note; how it connects. */
export function SpeakerDetails({ speaker }: { speaker: SpeakerView }) {
  const { t } = useText();
  const toast = useToast();
  const update = useUpdateSpeaker(speaker.id);
  const profiles = useSpeakerProfiles();
  const fieldError = useFieldError(update.error);
  const [edits, setEdits] = useState<SpeakerPatch>({});
  const isChanged = Object.keys(edits).length > 0;
  const leave = useUnsaved(isChanged);
  const value = { ...speaker, ...edits };
  const profile = profiles.data?.find(({ id }) => id === speaker.profile);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    update.mutate(edits, {
      onSuccess: () => {
        setEdits({});
        leave();
        toast(t('common.saved'));
      },
    });
  };
  const set = (change: SpeakerPatch) => setEdits({ ...edits, ...change });
  return (
    <form onSubmit={submit} className="card column">
      <h2>{t('speakers.details')}</h2>
      <TextInput
        label={t('speakers.name')}
        value={value.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        maxLength={100}
        error={fieldError('name')}
        required
        withAsterisk={false}
      />
      <ZoneSelect
        help={t('speakers.zoneHelp')}
        value={value.zoneId}
        onChange={(zoneId) => set({ zoneId })}
        error={fieldError('zoneId')}
      />
      <TextInput
        label={t('speakers.place')}
        placeholder={t('speakers.placePlaceholder')}
        value={value.place}
        onChange={(event) => set({ place: event.currentTarget.value })}
        maxLength={200}
        error={fieldError('place')}
      />
      <Textarea
        label={t('speakers.note')}
        value={value.note}
        onChange={(event) => set({ note: event.currentTarget.value })}
        maxLength={1000}
        error={fieldError('note')}
        autosize
        minRows={2}
      />
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
      <div className="actions">
        <Button type="submit" disabled={!isChanged} loading={update.isPending}>
          {t('common.save')}
        </Button>
      </div>
    </form>
  );
}
