import type { spawn } from 'node:child_process';
import { AppError } from '../../errors.ts';
import { ProgramError, runProgram } from '../../protocols/run-program.ts';
import type { SpeechEngine, Voice } from './engine.ts';

export interface EspeakOptions {
  /** Name or path of the program. */
  program: string;
  spawn?: typeof spawn | undefined;
  /** Base of the time-out, in milliseconds; a millisecond for each character comes on top. */
  timeoutMs?: number;
}

const ENGINE = 'espeak-ng';
const WORDS_A_MINUTE = 175;

const VOICES: readonly Voice[] = [
  { id: 'vi', engine: ENGINE, name: { vi: 'Giọng Bắc', en: 'Northern' }, accent: 'north' },
  { id: 'vi-vn-x-central', engine: ENGINE, name: { vi: 'Giọng Trung', en: 'Central' }, accent: 'central' },
  { id: 'vi-vn-x-south', engine: ENGINE, name: { vi: 'Giọng Nam', en: 'Southern' }, accent: 'south' },
];

/** eSpeak NG: always there, understandable, robotic. */
export function espeakNg({ program, spawn, timeoutMs = 15_000 }: EspeakOptions): SpeechEngine {
  async function run(...call: Parameters<typeof runProgram>) {
    try {
      return await runProgram(...call);
    } catch (error) {
      throw error instanceof ProgramError ? explain(error, program) : error;
    }
  }

  return {
    name: ENGINE,
    title: 'eSpeak NG',
    revision: '1',
    online: false,
    voices: VOICES,
    async speak({ text, voice, speed, path }, signal) {
      const rate = String(Math.round(WORDS_A_MINUTE * speed));
      // The text goes in by stdin: it may begin with “-”, and a command line is seen by everybody.
      const args = ['-v', voice, '-s', rate, '-b', '1', '--stdin', '--stdout'];
      const limit = timeoutMs + text.length;
      await run(program, args, { stdin: text, stdoutPath: path, signal, timeoutMs: limit, spawn });
    },
    async probe() {
      const options = { timeoutMs, spawn };
      const { stdout: about } = await run(program, ['--version'], options);
      const { stdout: list } = await run(program, ['--voices=vi'], options);
      const voices = VOICES.map(({ id }) => id).filter((id) => list.includes(` ${id} `));
      return { version: /\d[\w.-]*/.exec(about)?.[0] ?? '', voices };
    },
  };
}

function explain(error: ProgramError, program: string): AppError {
  if (error.kind === 'missing') return new AppError('speech.engine_missing', { program }, error);
  const code = error.kind === 'timeout' ? 'speech.timeout' : 'speech.failed';
  return new AppError(code, { program: ENGINE }, error);
}
