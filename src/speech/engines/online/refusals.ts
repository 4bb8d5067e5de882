import { AppError } from '../../../errors.ts';

const LONGEST = 160;

/** By what the service said or by its HTTP status. */
const KINDS: [status: readonly number[], words: RegExp, vi: string, en: string][] = [
  [
    [402, 429],
    /quota|limit|exceed|credit|balance|too many|hạn mức|vượt|hết (ký tự|tiền|lượt)|số dư/i,
    'đã hết hạn mức hoặc gọi quá nhanh',
    'the quota is used up, or it is asked too often',
  ],
  [
    [401, 403],
    /auth|token|api.?key|apikey|permission|forbidden|credential|khóa|quyền|xác thực/i,
    'khóa API không đúng hoặc hết hạn',
    'the API key is wrong or has expired',
  ],
];

/**
 * The service said no, and will again: wrong key, no quota. Its own words are told too, without the key, which some
 * repeat in them.
 */
export function refusal(program: string, words: string | undefined, key: string, status = 0): AppError {
  const said = tidied(words, key);
  const kind =
    KINDS.find(([statuses]) => statuses.includes(status)) ?? KINDS.find(([, pattern]) => pattern.test(said));
  const [, , vi, en] = kind ?? [[], /./, 'không nhận yêu cầu', 'it takes no such request'];
  const tail = said === '' ? '' : ` (“${said}”)`;
  return new AppError('speech.refused', { program, reason: `${vi}${tail}`, reasonEn: `${en}${tail}` });
}

/** The service could not do it this time: away, overloaded, or answering nonsense. */
export function failure(program: string, vi: string, en: string, cause?: unknown): AppError {
  return new AppError('speech.service_failed', { program, reason: vi, reasonEn: en }, cause);
}

function tidied(words: string | undefined, key: string): string {
  if (words === undefined) return '';
  const hidden = key === '' ? words : words.replaceAll(key, '***');
  return hidden
    .replace(/<[^>]*>/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST);
}
