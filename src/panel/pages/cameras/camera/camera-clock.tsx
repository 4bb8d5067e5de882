import { Button, Checkbox, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { CameraView } from '../../../../cameras/schemas.ts';
import { useSetCameraClock } from '../../../api/cameras.ts';
import { Failure, useFieldError } from '../../../components/failure.tsx';
import { useToast } from '../../../components/toast.ts';
import { numberText } from '../../../format/number.ts';
import type { Language } from '../../../format/time.ts';
import { type Translate, useText } from '../../../i18n/index.ts';

const SECOND_MS = 1_000;
const MINUTE_S = 60;
const HOUR_S = 3_600;

/** How far the camera's clock is off, setting it, and the server that keeps it right. */
export function CameraClock({ camera }: { camera: CameraView }) {
  const { t, language } = useText();
  const toast = useToast();
  const set = useSetCameraClock(camera.id);
  const fieldError = useFieldError(set.error);
  const [withServer, setWithServer] = useState(false);
  const [server, setServer] = useState('');
  const { driftMs } = camera.health;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set.mutate(withServer ? server.trim() || null : undefined, {
      onSuccess: (after) => toast(driftText(t, after.driftMs, language)),
    });
  };
  return (
    <form onSubmit={submit} className="card column">
      <h2>{t('cameras.clock.title')}</h2>
      <p>{driftMs === null ? t('cameras.clock.unknown') : driftText(t, driftMs, language)}</p>
      <Checkbox
        checked={withServer}
        onChange={(event) => setWithServer(event.currentTarget.checked)}
        label={t('cameras.clock.withServer')}
      />
      {withServer && (
        <TextInput
          label={t('cameras.clock.server')}
          description={t('cameras.clock.serverHelp')}
          placeholder="192.168.1.1"
          value={server}
          onChange={(event) => setServer(event.currentTarget.value)}
          maxLength={253}
          error={fieldError('ntp')}
          autoCapitalize="none"
          spellCheck={false}
        />
      )}
      <Failure error={set.error} except={['ntp']} />
      <Button type="submit" variant="default" className="fit" loading={set.isPending}>
        {t('cameras.clock.set')}
      </Button>
    </form>
  );
}

/** “Nhanh 2 phút so với Trạm Số”. */
function driftText(t: Translate, driftMs: number, language: Language): string {
  const seconds = Math.round(Math.abs(driftMs) / SECOND_MS);
  if (seconds < 1) return t('cameras.clock.right');
  const [unit, size] =
    seconds >= 2 * HOUR_S
      ? (['hours', HOUR_S] as const)
      : seconds >= 2 * MINUTE_S
        ? (['minutes', MINUTE_S] as const)
        : (['seconds', 1] as const);
  const length = t(`cameras.clock.${unit}`, {
    count: numberText(Math.round(seconds / size), language) as never,
  });
  return t(driftMs > 0 ? 'cameras.clock.fast' : 'cameras.clock.slow', { length });
}
