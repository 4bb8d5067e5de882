import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULTS } from '../config/schema.ts';
import { createSpeech } from '../speech/index.ts';
import { flagsOf, say, usage } from './flags.ts';

const USAGE = 'say "VĂN BẢN" -o FILE.mp3 [--voice ID] [--speed N] [--pitch N] [--chime ID] [--emergency]';

/** Makes the airable audio of a text, as the station would, without a station. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = flagsOf(
    args,
    {
      output: { type: 'string', short: 'o' },
      voice: { type: 'string' },
      speed: { type: 'string' },
      pitch: { type: 'string' },
      chime: { type: 'string' },
      emergency: { type: 'boolean', default: false },
    },
    1,
  );
  const [text] = positionals;
  if (text === undefined || values.output === undefined) throw usage(USAGE);
  const dir = await mkdtemp(join(tmpdir(), 'tramso-say-'));
  const speech = createSpeech({ dir, programs: DEFAULTS.programs });
  try {
    await speech.open();
    const audio = await speech.render({
      text,
      voice: values.voice,
      speed: numberOf(values.speed),
      pitch: numberOf(values.pitch),
      chime: values.chime ?? null,
      target: values.emergency ? 'emergency' : 'bulletin',
    });
    await copyFile(audio.path, values.output);
    const { durationMs, lufs, voice } = audio;
    const seconds = (durationMs / 1_000).toFixed(1);
    say(
      `${values.output}: ${seconds.replace('.', ',')} giây, giọng ${voice}, ${String(lufs).replace('.', ',')} LUFS\n${audio.normalised}`,
      `${values.output}: ${seconds} s, voice ${voice}, ${lufs} LUFS\n${audio.normalised}`,
    );
    return 0;
  } finally {
    await speech.close();
    await rm(dir, { recursive: true, force: true });
  }
}

function numberOf(typed: string | undefined): number | undefined {
  if (typed === undefined) return undefined;
  const number = Number(typed.replace(',', '.'));
  if (typed.trim() === '' || Number.isNaN(number)) throw usage(USAGE);
  return number;
}
