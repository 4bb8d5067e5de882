import { Button, NativeSelect, NumberInput, Radio } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { Link } from 'wouter';
import type { RecordingView } from '../../../../cameras/recording/schemas.ts';
import type { CameraView, StreamRole } from '../../../../cameras/schemas.ts';
import { useCameraRecording, useSetCameraRecording } from '../../../api/cameras.ts';
import { useRight } from '../../../api/session.ts';
import { Failure, useFieldError } from '../../../components/failure.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { StatusPill, type Tone } from '../../../components/status-pill.tsx';
import { useToast } from '../../../components/toast.ts';
import { useUnsaved } from '../../../components/unsaved.tsx';
import { When } from '../../../components/when.tsx';
import { bytesText } from '../../../format/number.ts';
import { useText } from '../../../i18n/index.ts';

const MODES = ['off', 'continuous', 'motion'] as const satisfies RecordingView['mode'][];

const TONES: Record<RecordingView['state'], Tone> = {
  off: 'neutral',
  waiting: 'info',
  continuous: 'good',
  motion: 'good',
  deaf: 'warn',
  lost: 'warn',
  slow: 'warn',
  unwritable: 'bad',
  disk_full: 'bad',
  no_folder: 'bad',
  box_off: 'neutral',
};

/** Whether the camera is recorded, and how long that is kept. */
export function CameraRecording({ camera }: { camera: CameraView }) {
  const { t, language } = useText();
  const mayWrite = useRight('camera.write');
  const recording = useCameraRecording(camera.id);
  return (
    <section className="card column">
      <div className="card-head">
        <h2>{t('cameras.recording.title')}</h2>
        <Link href={`/cameras/${camera.id}/footage`}>{t('cameras.footage')}</Link>
      </div>
      <QueryView query={recording} lines={2}>
        {(data) => (
          <>
            <p className="row-wrap">
              <StatusPill tone={TONES[data.state]}>{t(`cameras.recording.states.${data.state}`)}</StatusPill>
              {data.mode !== 'off' && !data.running && data.bytes === 0 && (
                <span className="muted small">{t('cameras.recording.nothingKept')}</span>
              )}
              {data.bytes > 0 && data.oldestAt !== null && (
                <span className="muted small">
                  {t('cameras.recording.kept', { size: bytesText(data.bytes, language) })}{' '}
                  <When at={data.oldestAt} />
                </span>
              )}
            </p>
            {mayWrite && (
              <RecordingForm key={`${data.mode} ${data.stream} ${data.keepDays}`} id={camera.id} now={data} />
            )}
          </>
        )}
      </QueryView>
    </section>
  );
}

function RecordingForm({ id, now }: { id: string; now: RecordingView }) {
  const { t } = useText();
  const toast = useToast();
  const save = useSetCameraRecording(id);
  const fieldError = useFieldError(save.error);
  const [mode, setMode] = useState(now.mode);
  const [stream, setStream] = useState(now.stream);
  const [days, setDays] = useState<number | ''>(now.keepDays ?? '');
  const keepDays = days === '' ? null : days;
  const isChanged = mode !== now.mode || stream !== now.stream || keepDays !== now.keepDays;
  const leave = useUnsaved(isChanged);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(
      { mode, stream, keepDays },
      {
        onSuccess: () => {
          leave();
          toast(t('common.saved'));
        },
      },
    );
  };
  return (
    <form onSubmit={submit} className="column">
      <Radio.Group
        label={t('cameras.recording.mode')}
        value={mode}
        onChange={(value) => setMode(MODES.find((one) => one === value) ?? 'off')}
        error={fieldError('mode')}
      >
        <div className="column-tight">
          {MODES.map((one) => (
            <Radio
              key={one}
              value={one}
              label={t(`cameras.recording.modes.${one}`)}
              description={t(`cameras.recording.modeNotes.${one}`)}
            />
          ))}
        </div>
      </Radio.Group>
      {mode !== 'off' && (
        <div className="halves">
          <NativeSelect
            label={t('cameras.recording.stream')}
            value={stream}
            onChange={(event) => setStream(event.currentTarget.value as StreamRole)}
            data={(['main', 'sub'] as const).map((role) => ({
              value: role,
              label: t(`cameras.streams.${role}`),
            }))}
            error={fieldError('stream')}
          />
          <NumberInput
            label={t('cameras.recording.keepDays')}
            description={t('cameras.recording.keepDaysHelp')}
            value={days}
            onChange={(value) => setDays(value === '' ? '' : Number(value))}
            min={1}
            max={3650}
            allowDecimal={false}
            error={fieldError('keepDays')}
          />
        </div>
      )}
      <Failure error={save.error} except={['mode', 'stream', 'keepDays']} />
      <div className="actions">
        <Button type="submit" variant="default" disabled={!isChanged} loading={save.isPending}>
          {t('common.save')}
        </Button>
      </div>
    </form>
  );
}
