import { setImmediate } from 'node:timers/promises';
import { wavHeader } from '../pcm.ts';
import type { MadeChime, Tone } from './chimes.ts';

export const CHIME_RATE = 44_100;
interface Partial {
  /** Frequency relative to the tone. */
  readonly ratio: number;
  readonly level: number;
  /** How fast it dies away, per second. */
  readonly decay: number;
}

/** A struck bar, and a horn that holds its tone. */
const PARTIALS: Readonly<Record<Tone['kind'], readonly Partial[]>> = {
  bell: [
    { ratio: 1, level: 1, decay: 3.2 },
    { ratio: 2, level: 0.45, decay: 5.1 },
    { ratio: 3, level: 0.2, decay: 7.7 },
    { ratio: 4.2, level: 0.1, decay: 11.2 },
  ],
  horn: [
    { ratio: 1, level: 1, decay: 0 },
    { ratio: 2, level: 0.5, decay: 0 },
    { ratio: 3, level: 0.3, decay: 0 },
  ],
};
const ATTACK = Math.round(0.008 * CHIME_RATE);
const RELEASE = Math.round(0.03 * CHIME_RATE);

/**
 * The chime as a WAV file, mono, 16 bits, 44.1 kHz. It takes some 20 ms, so the main thread is given back after
 * each partial.
 */
export async function synthesise(chime: MadeChime): Promise<Buffer> {
  const mix = new Float64Array(Math.round(lengthOf(chime) * CHIME_RATE));
  for (const tone of chime.tones) {
    for (const partial of PARTIALS[tone.kind]) {
      addPartial(mix, tone, partial, chime.gain);
      await setImmediate();
    }
  }
  const header = wavHeader(CHIME_RATE, mix.length * 2);
  const wav = Buffer.concat([header, Buffer.alloc(mix.length * 2)]);
  new Int16Array(wav.buffer, wav.byteOffset + 44, mix.length).set(
    mix.map((value) => Math.round(Math.max(-1, Math.min(1, value)) * 32_767)),
  );
  return wav;
}

/** Length of a chime with its rest, in seconds. */
export function lengthOf({ tones, rest }: MadeChime): number {
  return Math.max(...tones.map((tone) => tone.at + tone.seconds)) + rest;
}

/**
 * One sine: a complex number turned by a fixed step for each sample. The step shrinks it where it dies away, and
 * is itself turned where the tone glides.
 */
function addPartial(mix: Float64Array, tone: Tone, { ratio, level, decay }: Partial, gain: number): void {
  const start = Math.round(tone.at * CHIME_RATE);
  const count = Math.round(tone.seconds * CHIME_RATE);
  const angle = (2 * Math.PI * ratio * tone.hz) / CHIME_RATE;
  const glide = (2 * Math.PI * ratio * ((tone.toHz ?? tone.hz) - tone.hz)) / CHIME_RATE / count;
  const shrink = Math.exp(-decay / CHIME_RATE);
  const turnRe = Math.cos(glide);
  const turnIm = Math.sin(glide);
  let stepRe = shrink * Math.cos(angle);
  let stepIm = shrink * Math.sin(angle);
  let re = level * gain;
  let im = 0;
  for (let index = 0; index < count && start + index < mix.length; index++) {
    const edge = Math.min(1, index / ATTACK, (count - index) / RELEASE);
    mix[start + index] = (mix[start + index] ?? 0) + im * edge;
    const before = re;
    re = before * stepRe - im * stepIm;
    im = before * stepIm + im * stepRe;
    const stepBefore = stepRe;
    stepRe = stepBefore * turnRe - stepIm * turnIm;
    stepIm = stepBefore * turnIm + stepIm * turnRe;
  }
}
