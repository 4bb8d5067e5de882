import type { Token } from './cursor.ts';
import { toneless } from './verbalise/spell.ts';

/** A longer bracket says more than what stands in front of it. */
const MOST_TOKENS = 40;
/** Words in front that it is held against. */
const MOST_WORDS = 24;
/** So much of one token is looked at. */
const LONGEST_PART = 200;
/** (sau đây gọi tắt là UBND), (bằng chữ: …), (viết tắt: …): they only announce it. */
const LEAD =
  /^(?:sau đây )?(?:(?:được )?(?:gọi|viết) (?:tắt )?là|viết tắt|bằng chữ|viết bằng chữ|tức là)(?: |$)/;
/** Said in one of both only: phòng cháy và chữa cháy (PCCC). */
const JOINTS = new Set(['và', 'của', 'về']);
/** An abbreviation, by itself: BYT, GD&ĐT, KT-XH. */
const INITIALS = /^\p{Lu}[\p{Lu}&-]{1,11}$/u;

/**
 * “Bộ Y tế (BYT)”, “02 (hai)”, “500.000 đồng (năm trăm nghìn đồng)”: a bracket that only repeats what has just been
 * said is not said again. What the editor has decided stays. Linear in the tokens.
 */
export function withoutEchoes(tokens: readonly Token[]): Token[] {
  const out: Token[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] as Token;
    const end = token.text === '(' ? closing(tokens, at) : undefined;
    const inside = end === undefined ? [] : tokens.slice(at + 1, end);
    if (end === undefined || !isEcho(out, inside)) {
      out.push(token);
      continue;
    }
    for (const { text } of tokens.slice(at, end + 1))
      out.push({ text, spoken: '', class: 'echo', why: 'before' });
    at = end;
  }
  return out;
}

/** Where the bracket that opens at `open` closes; none inside. */
function closing(tokens: readonly Token[], open: number): number | undefined {
  for (let at = open + 1; at < Math.min(tokens.length, open + MOST_TOKENS); at++) {
    const { text, spoken } = tokens[at] as Token;
    if (text === ')') return at;
    if (text === '(' || spoken === '\n') return undefined;
  }
  return undefined;
}

function isEcho(before: readonly Token[], inside: readonly Token[]): boolean {
  if (inside.some(({ why }) => why === 'editor')) return false;
  const repeated = content(wordsOf(inside).join(' ').replace(LEAD, ''));
  if (repeated.length === 0) return false;
  const said = content(lastWords(before, ({ spoken }) => spoken));
  if (endsWith(said, repeated)) return true;
  const written = inside
    .map(({ text }) => text)
    .join('')
    .trim();
  if (!INITIALS.test(written)) return false;
  const letters = Array.from(written.replace(/[&-]/g, ''), toneless);
  const initials = content(lastWords(before, ({ text }) => text)).map((word) => toneless(word.charAt(0)));
  return endsWith(initials, letters);
}

/** Words without what may be said in one of both only. */
const content = (words: string) => words.split(' ').filter((word) => word !== '' && !JOINTS.has(word));

const wordsOf = (tokens: readonly Token[]) =>
  tokens.flatMap(({ spoken }) => spoken.toLowerCase().match(/\p{L}+/gu) ?? []);

/** The last words of the line in lower case, of what is said or of what is written. */
function lastWords(tokens: readonly Token[], part: (token: Token) => string): string {
  const words: string[] = [];
  for (let at = tokens.length - 1; at >= 0 && words.length < MOST_WORDS; at--) {
    const token = tokens[at] as Token;
    if (token.spoken === '\n') break;
    words.unshift(
      ...(part(token)
        .slice(-LONGEST_PART)
        .toLowerCase()
        .match(/\p{L}+/gu) ?? []),
    );
  }
  return words.join(' ');
}

function endsWith(words: readonly string[], last: readonly string[]): boolean {
  const from = words.length - last.length;
  return from >= 0 && last.every((word, at) => word === words[from + at]);
}
