import { stationNow, useNow } from '../api/session.ts';
import { instantText, nearInstantText, relativeText } from '../format/time.ts';
import { useText } from '../i18n/index.ts';

interface Props {
  at: number;
  /** `both`: “hôm nay, 07:30 (5 phút trước)”. */
  show?: 'both' | 'relative' | 'near' | 'full';
}

/** An instant in the station's time zone, whatever the zone of the PC. */
export function When({ at, show = 'near' }: Props) {
  const { language } = useText();
  // Ticks; what has happened since the last tick is still not in the future.
  const now = Math.max(useNow(), stationNow());
  const full = instantText(at, language);
  const near = nearInstantText(at, now, language);
  const relative = relativeText(at, now, language);
  const text = { both: `${near} (${relative})`, relative, near, full }[show];
  return (
    <time dateTime={new Date(at).toISOString()} title={full} className="numbers">
      {text}
    </time>
  );
}
