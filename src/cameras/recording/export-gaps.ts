import { localDay, localTime } from '../../clock.ts';
import type { Source } from './export-sources.ts';
import { GAP_WORDS } from './gap-words.ts';
import { explainedGaps, type TimelineParts } from './read-timeline.ts';
import type { Gap } from './timeline.ts';

/** What a file lacks of the range that was asked for. */
export interface Missing {
  /** All of it, ms. */
  ms: number;
  gaps: readonly Gap[];
}

/**
 * What was not put into a file, and why: told by what is in it, so that a segment whose file is gone is missing too.
 * Less than a second between two segments is none.
 */
export function missingOf(
  parts: Omit<TimelineParts, 'openOf'>,
  { cameraId, from, to }: { cameraId: string; from: number; to: number },
  sources: readonly Source[],
): Missing {
  const segments = sources.map((source) => ({
    startedAt: source.from,
    endedAt: source.to,
    reason: source.segment.reason,
  }));
  // All of it is past, whatever the clock says by now.
  const range = { cameraId, from, to, now: Number.POSITIVE_INFINITY };
  const { gaps } = explainedGaps(parts, range, segments);
  return { ms: gaps.reduce((sum, gap) => sum + gap.to - gap.from, 0), gaps };
}

/** What is missing, for whoever gets the file; empty where nothing is. */
export function missingText({ ms, gaps }: Missing): string {
  if (gaps.length === 0) return '';
  const seconds = Math.round(ms / 1_000);
  const list = (words: 'vi' | 'en') =>
    gaps.map(({ from, to, why }) => `  ${placed(from)} – ${placed(to)}: ${GAP_WORDS[why][words]}`).join('\n');
  return `
CHÚ Ý: HÌNH NGẮN HƠN KHOẢNG ĐÃ YÊU CẦU
So với khoảng đã yêu cầu, hình thiếu ${seconds} giây, ở những đoạn sau:
${list('vi')}
Trong tệp .mp4, hình trước và sau mỗi đoạn thiếu được nối liền nhau.

NOTE: THE RECORDING IS SHORTER THAN WHAT WAS ASKED FOR
It lacks ${seconds} s of the range that was asked for:
${list('en')}
In the .mp4 files, what comes before and after each of them is joined.
`;
}

/** `2027-01-04 08:15:00` in Asia/Ho_Chi_Minh. */
const placed = (at: number) => `${localDay(at)} ${localTime(at)}`;
