import { NativeSelect } from '@mantine/core';
import { Link } from 'wouter';
import { useRight } from '../../api/session.ts';
import { type Translate, useText } from '../../i18n/index.ts';
import type { BulletinForm } from './bulletin-form.ts';
import { ChimeSelect, PitchSelect, VoiceSelect } from './sound-selects.tsx';

const SPEEDS = [0.8, 0.9, 1, 1.1, 1.2];

interface Props {
  form: BulletinForm;
  fieldError: (field: string) => string | null;
}

export function VoiceFields({ form, fieldError }: Props) {
  const { t } = useText();
  const { voice, chime, speed, pitch, priority } = form.fields;
  const mayReadSettings = useRight('settings.read');
  const speeds = SPEEDS.includes(speed) ? SPEEDS : [...SPEEDS, speed].sort();
  return (
    <>
      <div className="sound-fields">
        <VoiceSelect
          value={voice}
          onChange={(value) => form.set({ voice: value })}
          error={fieldError('voice')}
        />
        <NativeSelect
          label={t('bulletins.speed')}
          value={String(speed)}
          onChange={(event) => form.set({ speed: Number(event.currentTarget.value) })}
          error={fieldError('speed')}
          data={speeds.map((value) => ({ value: String(value), label: speedLabel(value, t) }))}
        />
        <PitchSelect
          value={pitch}
          onChange={(value) => form.set({ pitch: value })}
          error={fieldError('pitch')}
        />
        <ChimeSelect
          value={chime}
          onChange={(value) => form.set({ chime: value })}
          error={fieldError('chime')}
          defaultLabel={t('bulletins.chimeDefault')}
        />
        <NativeSelect
          label={t('bulletins.priority')}
          value={priority}
          onChange={(event) =>
            form.set({ priority: event.currentTarget.value === 'priority' ? 'priority' : 'normal' })
          }
          error={fieldError('priority')}
          data={[
            { value: 'normal', label: t('bulletin.priorities.normal') },
            { value: 'priority', label: t('bulletin.priorities.priority') },
          ]}
        />
      </div>
      {mayReadSettings && (
        <p className="muted small">
          {t('bulletins.frame')} <Link href="/settings/speech">{t('bulletins.frameLink')}</Link>
        </p>
      )}
    </>
  );
}

function speedLabel(speed: number, t: Translate): string {
  if (speed === 1) return t('bulletins.speedNormal');
  const percent = Math.round(Math.abs(speed - 1) * 100);
  return speed < 1 ? t('bulletins.speedSlower', { percent }) : t('bulletins.speedFaster', { percent });
}
