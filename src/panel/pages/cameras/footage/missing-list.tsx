import type { TimelineView } from '../../../../cameras/recording/schemas.ts';
import { durationText, secondsText } from '../../../format/time.ts';
import { useText } from '../../../i18n/index.ts';

interface Props {
  gaps: TimelineView['gaps'];
  /** All that is missing, ms: more than the gaps that are told, where there are very many. */
  ms: number;
  /** So many of them are listed at most. */
  most: number;
}

/** That a part of a recording is shorter than its range: by how much, where and why. */
export function MissingList({ gaps, ms, most }: Props) {
  const { t, language } = useText();
  if (gaps.length === 0) return null;
  const left = gaps.length - most;
  return (
    <div className="column-tight">
      <p className="strong">{t('footage.missing', { length: durationText(ms, language) })}</p>
      <ul className="small">
        {gaps.slice(0, most).map(({ from, to, text, textEn }) => (
          <li key={from}>
            <span className="numbers">
              {secondsText(from)} – {secondsText(to)} ({durationText(to - from, language)})
            </span>
            : {language === 'en' ? textEn : text}
          </li>
        ))}
        {left > 0 && <li>{t('footage.missingMore', { count: left })}</li>}
      </ul>
    </div>
  );
}
