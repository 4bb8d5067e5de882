import { Button, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { SpeakerPatch, SpeakerView } from '../../../speakers/schemas.ts';
import { useSpeakerProfiles, useUpdateSpeaker } from '../../api/speakers.ts';
import { Failure, useFieldError } from '../../components/failure.tsx';
import { useToast } from '../../components/toast.ts';
import { useUnsaved } from '../../components/unsaved.tsx';
import { useText } from '../../i18n/index.ts';
import { ProfileSettings } from './profile-settings.tsx';
import { ZoneSelect } from './zone-select.tsx';

/** Name, zone, place and note. */
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
      <ZoneSelect value={value.zoneId} onChange={(zoneId) => set({ zoneId })} error={fieldError('zoneId')} />
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
      {profile && (
        <ProfileSettings
          profile={profile}
          value={value.settings}
          onChange={(settings) => set({ settings })}
        />
      )}
      <Failure error={update.error} except={['name', 'zoneId', 'place', 'note']} />
      <div className="actions">
        <Button type="submit" disabled={!isChanged} loading={update.isPending}>
          {t('common.save')}
        </Button>
      </div>
    </form>
  );
}
