import { AppError } from '../errors.ts';
import type { SpeechEngine } from './engines/engine.ts';
import { type Pcm, silence, trimmed, writeWav } from './pcm.ts';
import type { Segment } from './segments.ts';
import type { SentenceCache } from './sentence-cache.ts';

/** How the voice is to sound. */
export interface Manner {
  voice: string;
  /** 1 is the engine's usual speed. */
  speed: number;
}

export interface VoicingParts {
  sentences: Pick<SentenceCache, 'get'>;
  signal: AbortSignal;
  /** The engine is about to be asked for so many characters; may throw, then it is not. */
  onAsk?: (characters: number) => void;
}

/** A phone number at this share of the speed: people write it down. */
export const SLOW = 0.82;
/** Sentences on their way at once: one sounds while the next is read, and two cores are all there is. */
const AHEAD = 2;
/** Part of every sentence's key: a change of what a segment is, or of how it is trimmed, makes all of them anew. */
const VERSION = 1;

/**
 * Lets one engine say the segments, with their pauses, into one WAV file. Throws what the engine throws, or
 * `speech.no_audio` for a sentence that came out empty.
 */
export async function voiceSegments(
  engine: SpeechEngine,
  segments: readonly Segment[],
  manner: Manner,
  path: string,
  { sentences, signal, onAsk }: VoicingParts,
): Promise<{ durationMs: number }> {
  // One that fails ends the others too.
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);

  async function say({ text, slow }: Segment): Promise<Pcm> {
    either.throwIfAborted();
    const { voice } = manner;
    const speed = slow ? manner.speed * SLOW : manner.speed;
    const key = [VERSION, engine.name, engine.revision, voice, speed, text];
    const pcm = await sentences.get(key, async (part) => {
      onAsk?.(text.length);
      await engine.speak({ text, voice, speed, path: part }, either);
    });
    if (!pcm) throw new AppError('speech.no_audio', { program: engine.title });
    const samples = trimmed(pcm);
    if (samples.length === 0) throw new AppError('speech.silent');
    return { ...pcm, samples };
  }

  const underway: Promise<Pcm>[] = [];
  const start = (segment: Segment | undefined) => {
    if (!segment) return;
    const saying = say(segment);
    saying.catch((error) => failed.abort(error));
    underway.push(saying);
  };

  async function* pieces(first: Pcm): AsyncGenerator<Int16Array> {
    for (const [i, segment] of segments.entries()) {
      const pcm = i === 0 ? first : await underway[i];
      start(segments[i + AHEAD]);
      if (!pcm || pcm.rate !== first.rate) throw new AppError('speech.no_audio', { program: engine.title });
      yield pcm.samples;
      if (i < segments.length - 1) yield silence(pcm.rate, Math.round(segment.pauseMs / manner.speed));
      // The sound of what has been said is not held on to.
      underway[i] = Promise.resolve(first);
    }
  }

  for (const segment of segments.slice(0, AHEAD)) start(segment);
  try {
    const first = await underway[0];
    if (!first) throw new AppError('speech.empty', { field: 'text' });
    return await writeWav(path, first.rate, pieces(first));
  } catch (error) {
    // What came first is told, not what the others say of being ended by it.
    either.throwIfAborted();
    throw error;
  } finally {
    failed.abort(new Error('the voice has ended'));
    await Promise.allSettled(underway);
  }
}
