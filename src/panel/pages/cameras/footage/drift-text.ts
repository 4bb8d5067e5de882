import { decimalText } from '../../../format/number.ts';
import { durationText, type Language } from '../../../format/time.ts';
import type { Translate } from '../../../i18n/index.ts';

/** Clocks that agree this well say the same to the eye. */
const SAME_MS = 1_000;
const MINUTE_MS = 60_000;

/** How far the camera's own clock, which may be written into the picture, is off the station's. */
export function driftText(driftMs: number | null, t: Translate, language: Language): string {
  if (driftMs === null) return t('footage.drift.unknown');
  const off = Math.abs(driftMs);
  if (off < SAME_MS) return t('footage.drift.none');
  const by =
    off < MINUTE_MS
      ? t('footage.drift.seconds', { seconds: decimalText(off / 1_000, language) })
      : durationText(off, language);
  return t(driftMs > 0 ? 'footage.drift.fast' : 'footage.drift.slow', { by });
}
