import { ActionIcon, NativeSelect } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { BulletinRecording } from '../../../broadcast/recordings/languages.ts';
import {
  LANGUAGES,
  RECORDINGS_MAX,
  type Recording,
  type RecordingLanguage,
  recordingUrl,
  useRecording,
  useUploadRecording,
} from '../../api/recordings.ts';
import { SoundFileButton, SoundFileNews, useSoundFile } from '../../components/sound-file.tsx';
import { SpokenAudio } from '../../components/spoken-audio.tsx';
import { lengthText } from '../../format/time.ts';
import { useText } from '../../i18n/index.ts';
import type { BulletinForm } from './bulletin-form.ts';

/** Sound files in the languages of the commune, played after the Vietnamese text in their order. */
export function Recordings({ form, error }: { form: BulletinForm; error: string | null }) {
  const { t } = useText();
  const { recordings } = form.fields;
  const set = (next: BulletinRecording[]) => form.set({ recordings: next });
  const move = (from: number, to: number) => {
    const next = [...recordings];
    next.splice(to, 0, ...next.splice(from, 1));
    set(next);
  };
  return (
    <section className="card column">
      <div className="column-tight">
        <h2>{t('recordings.title')}</h2>
        <p className="muted small">{t('recordings.note')}</p>
      </div>
      {recordings.length > 0 && (
        <ol className="rows recordings">
          {recordings.map(({ language, recordingId }, index) => {
            const name = t(`recordings.languages.${language}`);
            return (
              <li key={recordingId} className="rows-item recording">
                <span className="grow column-tight">
                  <span className="strong">{name}</span>
                  <AboutRecording id={recordingId} />
                </span>
                <SpokenAudio
                  preload="none"
                  src={recordingUrl(recordingId)}
                  aria-label={t('recordings.listen', { name })}
                />
                <span className="row">
                  <ActionIcon
                    variant="subtle"
                    size={44}
                    disabled={index === 0}
                    aria-label={t('recordings.up', { name })}
                    onClick={() => move(index, index - 1)}
                  >
                    <IconArrowUp size={20} />
                  </ActionIcon>
                  <ActionIcon
                    variant="subtle"
                    size={44}
                    disabled={index === recordings.length - 1}
                    aria-label={t('recordings.down', { name })}
                    onClick={() => move(index, index + 1)}
                  >
                    <IconArrowDown size={20} />
                  </ActionIcon>
                  <ActionIcon
                    variant="subtle"
                    color="rust"
                    size={44}
                    aria-label={t('recordings.remove', { name })}
                    onClick={() => set(recordings.filter((_, at) => at !== index))}
                  >
                    <IconTrash size={20} />
                  </ActionIcon>
                </span>
              </li>
            );
          })}
        </ol>
      )}
      {error && (
        <p className="field-error" role="alert">
          {error}
        </p>
      )}
      {recordings.length < RECORDINGS_MAX ? (
        <AddRecording onAdded={({ id }, language) => set([...recordings, { language, recordingId: id }])} />
      ) : (
        <p className="muted small">{t('recordings.enough', { count: RECORDINGS_MAX })}</p>
      )}
    </section>
  );
}

function AboutRecording({ id }: { id: string }) {
  const { data } = useRecording(id);
  return <span className="muted small">{data ? `${data.name} · ${lengthText(data.durationMs)}` : ''}</span>;
}

interface AddProps {
  onAdded: (recording: Recording, language: RecordingLanguage) => void;
}

function AddRecording({ onAdded }: AddProps) {
  const { t } = useText();
  const [language, setLanguage] = useState<RecordingLanguage>(LANGUAGES[0]);
  const sound = useSoundFile(useUploadRecording(), (recording) => onAdded(recording, language));
  return (
    <>
      <div className="recording-add">
        <NativeSelect
          label={t('recordings.language')}
          value={language}
          onChange={(event) =>
            setLanguage(LANGUAGES.find((id) => id === event.currentTarget.value) ?? language)
          }
          disabled={sound.isSending}
          data={LANGUAGES.map((id) => ({ value: id, label: t(`recordings.languages.${id}`) }))}
        />
        <SoundFileButton sound={sound} verb={t('recordings.add')} />
      </div>
      <SoundFileNews sound={sound} />
    </>
  );
}
