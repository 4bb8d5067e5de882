import type { TimelineView } from '../../../../cameras/recording/schemas.ts';
import { StatusPill } from '../../../components/status-pill.tsx';
import { durationText, secondsText } from '../../../format/time.ts';
import { useText } from '../../../i18n/index.ts';
import { gapKind } from './timeline-pieces.tsx';

/** Where the day has no pictures, and why, in words: what the hatching on the timeline says. */
export function GapList({ gaps }: { gaps: TimelineView['gaps'] }) {
  const { t, language } = useText();
  const past = gaps.filter(({ why }) => why !== 'future');
  if (past.length === 0) return null;
  const wrong = past.filter(({ why }) => gapKind(why) === 'wrong').length;
  return (
    <details className="card">
      <summary>{t(wrong > 0 ? 'footage.gapsWrong' : 'footage.gaps', { count: past.length, wrong })}</summary>
      <ul className="rows">
        {past.map(({ from, to, why, text, textEn }) => (
          <li key={from} className="rows-item wrap-on-phone">
            <span className="grow numbers">
              {secondsText(from)} – {secondsText(to)} ({durationText(to - from, language)})
            </span>
            <StatusPill tone={gapKind(why) === 'wrong' ? 'bad' : 'neutral'}>
              {language === 'en' ? textEn : text}
            </StatusPill>
          </li>
        ))}
      </ul>
    </details>
  );
}
