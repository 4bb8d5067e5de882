import type { Normalise } from './normalise/index.ts';
import { readTexts, spokenOf } from './reading.ts';
import type { RenderPlan, RenderRequest } from './request.ts';
import { type Segment, segmentsOf } from './segments.ts';

export interface Script {
  segments: Segment[];
  /** All of it as text, once. */
  spoken: string;
  /** How often the whole is still to be repeated when it is mastered. */
  repeats: number;
}

/** What is to be said, and how. */
export interface Job {
  segments: readonly Segment[];
  /** The same as text, for people. */
  spoken: string;
  plan: RenderPlan;
}

/** Between two repeats. */
const REPEAT_GAP_MS = 1_500;

/**
 * Everything that is said: the greeting once, the text with its preface as often as it is repeated, the closing once.
 * Without greeting and closing the repeats are left to the mastering, which plays the same sound again.
 */
export async function readScript(
  normalise: Normalise,
  { preface = '', text, decisions }: Pick<RenderRequest, 'preface' | 'text' | 'decisions'>,
  { greeting, closing, repeats }: Pick<RenderPlan, 'greeting' | 'closing' | 'repeats'>,
): Promise<Script> {
  const lines = await readTexts(normalise, [preface, text], decisions);
  const body = segmentsOf(lines);
  if (greeting === '' && closing === '') return { segments: body, spoken: spokenOf(lines), repeats };
  const [before, after] = [greeting, closing].map((words) => (words === '' ? [] : [normalise(words)]));
  const all = Array.from({ length: repeats }, (_, i) => (i < repeats - 1 ? withGap(body) : body)).flat();
  return {
    segments: [...segmentsOf(before ?? []), ...all, ...segmentsOf(after ?? [])],
    spoken: spokenOf([...(before ?? []), ...lines, ...(after ?? [])]),
    repeats: 1,
  };
}

/** The script of a request, its repeats settled. Throws as `readScript` does. */
export async function jobFor(normalise: Normalise, request: RenderRequest, plan: RenderPlan): Promise<Job> {
  const { segments, spoken, repeats } = await readScript(normalise, request, plan);
  return { segments, spoken, plan: { ...plan, repeats } };
}

function withGap(segments: readonly Segment[]): Segment[] {
  return segments.map((segment, i) =>
    i === segments.length - 1 ? { ...segment, pauseMs: REPEAT_GAP_MS } : segment,
  );
}
