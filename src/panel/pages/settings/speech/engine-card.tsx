import { Progress } from '@mantine/core';
import type { EngineRow } from '../../../../speech/routes.ts';
import { useNow } from '../../../api/session.ts';
import type { SettingsSection } from '../../../api/settings.ts';
import { Notice } from '../../../components/notice.tsx';
import { StatusPill, type Tone } from '../../../components/status-pill.tsx';
import { When } from '../../../components/when.tsx';
import { numberText } from '../../../format/number.ts';
import { useText } from '../../../i18n/index.ts';
import { SectionForm } from '../section-form.tsx';
import { VoiceRow } from './voice-row.tsx';

interface Props {
  engine: EngineRow;
  /** Undefined: it is built in, there is nothing to set up. */
  section: SettingsSection | undefined;
  /** To try its voices with. */
  text: string;
}

type State = 'off' | 'incomplete' | 'empty' | 'resting' | 'ready';
const TONES: Record<State, Tone> = {
  off: 'neutral',
  incomplete: 'warn',
  empty: 'neutral',
  resting: 'bad',
  ready: 'good',
};

/** One engine: whether it speaks, what it has cost, what went wrong, how it is set up, and each of its voices. */
export function EngineCard({ engine, section, text }: Props) {
  const { t, language } = useText();
  const now = useNow();
  const { title, voices, used, limit, restsUntil, lastError, online } = engine;
  const state = stateOf(engine, now);
  const counts = online && (engine.enabled || used > 0);
  return (
    <section className="card column" aria-label={title}>
      <div className="card-head engine-head">
        <div className="column-tight">
          <h2>{title}</h2>
          <p className="muted small">{t(online ? 'voices.online' : 'voices.local')}</p>
        </div>
        <StatusPill tone={TONES[state]}>{t(`voices.states.${state}`)}</StatusPill>
      </div>
      {state === 'resting' && restsUntil !== null && (
        <p>
          {t('voices.restsUntil')} <When at={restsUntil} />
        </p>
      )}
      {counts && limit !== null && (
        <div className="column-tight">
          <span className="small numbers">
            {t('voices.quota', { used: numberText(used, language), limit: numberText(limit, language) })}
          </span>
          <Progress
            value={Math.min(100, (100 * used) / Math.max(1, limit))}
            color={used >= limit ? 'rust' : 'brand'}
            aria-label={t('voices.quotaLabel')}
          />
        </div>
      )}
      {counts && limit === null && (
        <span className="small numbers">{t('voices.used', { used: numberText(used, language) })}</span>
      )}
      {lastError && (
        <Notice tone="warn" title={t('voices.lastError')}>
          {language === 'vi' ? lastError.message : lastError.messageEn} · <When at={lastError.at} />
        </Notice>
      )}
      {section && (
        <details open={state === 'incomplete'}>
          <summary>{t('voices.setUp', { title })}</summary>
          <div className="engine-form">
            <SectionForm section={section} within />
          </div>
        </details>
      )}
      {voices.length > 0 ? (
        <ul className="rows" aria-label={t('voices.voicesOf', { title })}>
          {voices.map((voice) => (
            <VoiceRow key={voice.id} voice={voice} text={text} />
          ))}
        </ul>
      ) : (
        <p className="muted small">{t(`voices.none.${state === 'off' || online ? 'key' : 'install'}`)}</p>
      )}
    </section>
  );
}

function stateOf({ enabled, voices, online, restsUntil }: EngineRow, now: number): State {
  if (!enabled) return 'off';
  if (voices.length === 0) return online ? 'incomplete' : 'empty';
  return restsUntil !== null && restsUntil > now ? 'resting' : 'ready';
}
