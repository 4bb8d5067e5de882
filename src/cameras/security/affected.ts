import { firmwareDate } from '../firmware-date.ts';

/** What an advisory says of one firmware; unknown where the two cannot be compared. */
export type Verdict = 'affected' | 'not_affected' | 'unknown';

/**
 * Which firmware has a flaw:
 * `*` it is not told · `build<2021-06-01` named after an earlier day · `build 2014-07-21..2016-05-30` both included ·
 * `<1.1.16` · `<=2.02` · `=5.56.17.120` · `6.50..11.5` both included
 */
const DAY = '\\d{4}-\\d{2}-\\d{2}';
const VERSION = '[0-9A-Za-z][0-9A-Za-z._-]{0,60}?';
const FORMS = {
  any: /^\*$/,
  before: new RegExp(`^build<(?<to>${DAY})$`),
  days: new RegExp(`^build (?<from>${DAY})\\.\\.(?<to>${DAY})$`),
  range: new RegExp(`^(?<from>${VERSION})\\.\\.(?<to>${VERSION})$`),
  compared: new RegExp(`^(?<sign><=|<|=)(?<to>${VERSION})$`),
} as const;

export function isAffectedForm(text: string): boolean {
  return Object.values(FORMS).some((form) => form.test(text));
}

/** @param firmware as the camera names it: `V5.5.800 build 210628` */
export function judgeFirmware(affected: string, firmware: string): Verdict {
  const before = FORMS.before.exec(affected)?.groups;
  if (before) return judgeDay(firmware, 0, Date.parse(before.to ?? '') - 1);
  const days = FORMS.days.exec(affected)?.groups;
  if (days) return judgeDay(firmware, Date.parse(days.from ?? ''), Date.parse(days.to ?? ''));
  const range = FORMS.range.exec(affected)?.groups;
  if (range) {
    const [low, high] = [compare(firmware, range.from ?? ''), compare(firmware, range.to ?? '')];
    if (low === undefined || high === undefined) return 'unknown';
    return low >= 0 && high <= 0 ? 'affected' : 'not_affected';
  }
  const compared = FORMS.compared.exec(affected)?.groups;
  const order = compared && compare(firmware, compared.to ?? '');
  if (order === undefined) return 'unknown';
  const holds = { '<': order < 0, '<=': order <= 0, '=': order === 0 }[compared?.sign ?? ''] ?? false;
  return holds ? 'affected' : 'not_affected';
}

function judgeDay(firmware: string, from: number, to: number): Verdict {
  const at = firmwareDate(firmware);
  if (at === null) return 'unknown';
  return at >= from && at <= to ? 'affected' : 'not_affected';
}

/**
 * Orders the first word of a firmware's name against a version, part by part; undefined where their letters differ,
 * since other letters mean another line of firmware with numbers of its own.
 */
function compare(firmware: string, version: string): number | undefined {
  const [ours, theirs] = [partsOf(firmware), partsOf(version)];
  if (ours.length === 0 || typeof ours[0] !== typeof theirs[0]) return undefined;
  for (let i = 0; i < Math.max(ours.length, theirs.length); i++) {
    const [a, b] = [ours[i] ?? 0, theirs[i] ?? 0];
    if (typeof a === 'string' || typeof b === 'string') {
      if (a !== b) return undefined;
    } else if (a !== b) return a - b;
  }
  return 0;
}

function partsOf(version: string): (string | number)[] {
  const word =
    version
      .trim()
      .split(/[\s,]/)[0]
      ?.replace(/^v(?=\d)/i, '') ?? '';
  return word
    .split(/[._-]/)
    .filter((part) => part !== '')
    .slice(0, 20)
    .map((part) => (/^\d{1,9}$/.test(part) ? Number(part) : part.toLowerCase()));
}
