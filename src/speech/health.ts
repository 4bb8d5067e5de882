import { AppError } from '../errors.ts';
import { runProgram } from '../protocols/run-program.ts';
import type { SpeechEngine } from './engines/engine.ts';
import type { MasteringOptions } from './mastering.ts';

export interface ProgramHealth {
  name: string;
  ok: boolean;
  version: string | null;
  /** What is wrong, for the officer; null where nothing is. */
  problem: { message: string; messageEn: string } | null;
}

export interface SpeechHealth {
  ok: boolean;
  engines: (ProgramHealth & { voices: readonly string[] })[];
  ffmpeg: ProgramHealth;
  cache: { files: number; bytes: number; limitBytes: number };
  /** Error code of the last render that failed, null since one has worked. */
  failing: string | null;
}

/** Starts each program once and asks for its version. */
export async function checkHealth(
  engines: readonly SpeechEngine[],
  ffmpeg: MasteringOptions,
  state: Pick<SpeechHealth, 'cache' | 'failing'>,
): Promise<SpeechHealth> {
  const checked = await Promise.all(
    engines.map(async (engine) => {
      const probe = engine.probe();
      const health = await check(engine.name, () => probe.then(({ version }) => version));
      return { ...health, voices: health.ok ? (await probe).voices : [] };
    }),
  );
  // Nothing may need the Internet: a service alone is no voice.
  const local = engines.filter(({ online }) => !online).map(({ name }) => name);
  const encoder = await check('ffmpeg', () => ffmpegVersion(ffmpeg));
  const ok =
    encoder.ok &&
    checked.some(({ name, voices }) => voices.length > 0 && local.includes(name)) &&
    state.failing === null;
  return { ok, engines: checked, ffmpeg: encoder, ...state };
}

async function check(name: string, version: () => Promise<string>): Promise<ProgramHealth> {
  try {
    return { name, ok: true, version: await version(), problem: null };
  } catch (error) {
    const shown = error instanceof AppError ? error : new AppError('speech.ffmpeg_missing', {}, error);
    const problem = { message: shown.messageVi, messageEn: shown.message };
    return { name, ok: false, version: null, problem };
  }
}

async function ffmpegVersion({ program, spawn, timeoutMs = 10_000 }: MasteringOptions): Promise<string> {
  const { stdout } = await runProgram(program, ['-version'], { timeoutMs, spawn });
  return /^ffmpeg version (\S+)/.exec(stdout)?.[1] ?? '';
}
