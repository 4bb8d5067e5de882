import { compose } from './normalise/compose.ts';
import type { Normalised, Token } from './normalise/index.ts';

/** What is synthesised in one go, and the silence behind it. */
export interface Segment {
  /** Spoken text of one sentence or less, with its closing mark. */
  readonly text: string;
  /** A number that people write down. */
  readonly slow: boolean;
  readonly pauseMs: number;
}

/** Silence by what stands behind, ms: outdoors a horn's echo must die away before the next sentence. */
const PAUSES = { inside: 200, phone: 250, sentence: 450, item: 550, line: 700, heading: 1_000 } as const;

/** Nobody follows a longer sentence, and some engines lose their breath: it is cut at a clause. */
const LONGEST = 400;
const LONGEST_HEADING = 80;
const SENTENCE_END = /(?<=[.!?])\s+/;
/** A clause mark in the last part of what is too long, else a space. */
const CLAUSE_MARKS = ['; ', ': ', ', ', ' '];

/** The text of a bulletin in the stretches in which an announcer would say it. */
export function segmentsOf(lines: readonly Normalised[]): Segment[] {
  return lines.flatMap((line) => {
    const segments = runsOf(line.tokens).flatMap(({ tokens, slow }) => sentencesOf(tokens, slow));
    const last = segments.pop();
    return last ? [...segments, { ...last, text: closed(last.text), pauseMs: pauseAfter(line) }] : [];
  });
}

/** Phone numbers stand alone, so that they can be said slower; the marks behind one belong to it. */
function runsOf(tokens: readonly Token[]): { tokens: Token[]; slow: boolean }[] {
  const runs: { tokens: Token[]; slow: boolean }[] = [];
  for (const token of tokens) {
    const run = runs.at(-1);
    const slow = token.class === 'phone';
    const isMark = token.class === 'pause' || token.class === 'space';
    if (run && (run.slow === slow || (run.slow && isMark))) run.tokens.push(token);
    else runs.push({ tokens: [token], slow });
  }
  return runs;
}

function sentencesOf(tokens: readonly Token[], slow: boolean): Segment[] {
  return compose(tokens)
    .split(SENTENCE_END)
    .flatMap(cutAtClauses)
    .filter((text) => /\p{L}/u.test(text))
    .map((text) => ({ text: goingOn(text), slow, pauseMs: pauseInside(text, slow) }));
}

function pauseInside(text: string, slow: boolean): number {
  if (/[.!?]$/.test(text)) return PAUSES.sentence;
  return slow ? PAUSES.phone : PAUSES.inside;
}

/** What is no end must not sound like one. */
function goingOn(text: string): string {
  return /[.!?:;,]$/.test(text) ? text : `${text},`;
}

function cutAtClauses(sentence: string): string[] {
  const parts: string[] = [];
  let rest = sentence;
  while (rest.length > LONGEST) {
    const head = rest.slice(0, LONGEST);
    const at =
      CLAUSE_MARKS.map((mark) => head.lastIndexOf(mark)).find((found) => found > LONGEST / 2) ?? LONGEST - 1;
    parts.push(rest.slice(0, at + 1).trim());
    rest = rest.slice(at + 1).trim();
  }
  return [...parts, rest];
}

/** A line ends as a sentence does, with whatever mark it has. */
function closed(text: string): string {
  return /[.!?:;]$/.test(text) ? text : `${text.replace(/,$/, '')}.`;
}

function pauseAfter({ tokens, written }: Normalised): number {
  if (tokens.find((token) => token.class !== 'space')?.class === 'list') return PAUSES.item;
  const text = written.trim();
  const isOpen = !/[.!?;:,…]$/.test(text);
  return isOpen && text.length <= LONGEST_HEADING ? PAUSES.heading : PAUSES.line;
}

/** What a service would charge for. */
export function charactersOf(segments: readonly Segment[]): number {
  return segments.reduce((sum, { text }) => sum + text.length, 0);
}
