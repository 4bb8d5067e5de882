import { setImmediate } from 'node:timers/promises';
import { adviceFor, type Warning } from './advice.ts';
import { estimateSegments } from './duration.ts';
import type { Decisions, Normalise, Normalised } from './normalise/index.ts';
import { readText } from './reading.ts';
import { segmentsOf } from './segments.ts';
import type { Spelling } from './spelling.ts';

/** A written line as it would be said. */
export interface DraftLine extends Normalised {
  /** About how long it takes, ms, with the pause behind it. */
  durationMs: number;
  warnings: Warning[];
}

/** A text that is being written. */
export interface Draft {
  lines: DraftLine[];
  /** About how long all of it takes, ms. */
  durationMs: number;
}

export interface DraftOptions {
  decisions?: Decisions | undefined;
  speed: number;
  spelling?: Spelling | undefined;
}

const BREATH_MS = 4;

/** What would be said for a text, how long that would take and what speaks against it; gives the main thread back. */
export async function readDraft(
  normalise: Normalise,
  text: string,
  { decisions, speed, spelling }: DraftOptions,
): Promise<Draft> {
  const lines: DraftLine[] = [];
  let since = performance.now();
  const breathe = async () => {
    if (performance.now() - since < BREATH_MS) return;
    await setImmediate();
    since = performance.now();
  };
  let lastPauseMs = 0;
  for (const line of await readText(normalise, text, decisions)) {
    const segments = segmentsOf([line]);
    await breathe();
    const durationMs = estimateSegments(segments, speed);
    lastPauseMs = segments.at(-1)?.pauseMs ?? lastPauseMs;
    const warnings = adviceFor(line);
    await breathe();
    if (spelling) warnings.push(...(await spelling.adviceFor(line.tokens)));
    lines.push({ ...line, durationMs, warnings });
  }
  const all = lines.reduce((sum, { durationMs }) => sum + durationMs, 0);
  return { lines, durationMs: Math.max(0, all - Math.round(lastPauseMs / speed)) };
}
