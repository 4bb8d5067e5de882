import type { spawn } from 'node:child_process';
import type { FfmpegCommand } from 'fluent-ffmpeg';
import { ProgramError, runProgram } from './run-program.ts';

export interface FfmpegOptions {
  /** Name or path of the program. */
  program: string;
  /** After this many milliseconds it is killed. */
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  spawn?: typeof spawn | undefined;
}

/** fluent-ffmpeg's own way to the command line; its types leave it out. */
interface WithArguments {
  _getArguments(): string[];
}

/**
 * Runs one ffmpeg command, put together by fluent-ffmpeg, and returns what it wrote to stderr (the last 64 KB).
 *
 * fluent-ffmpeg only builds the command line. Its runner is not used: a missing program makes it throw inside an
 * event listener, which ends this process; it first asks ffmpeg twice what it can do; its time-out leaves a
 * program that ignores SIGTERM; and the path of the program is one for the whole process.
 *
 * Throws ProgramError, the abort reason, or an error with code ENOSPC where the disk was full, since ffmpeg may
 * end with 0 then.
 */
export async function runFfmpeg(
  build: (command: FfmpegCommand) => void,
  { program, ...options }: FfmpegOptions,
): Promise<string> {
  // With what it brings along it takes a MB, which a station that only plays never needs.
  const { default: ffmpeg } = await import('fluent-ffmpeg');
  const command = ffmpeg();
  build(command);
  const args = (command as FfmpegCommand & WithArguments)._getArguments();
  try {
    const { stderr } = await runProgram(program, ['-nostdin', '-hide_banner', '-nostats', ...args], options);
    refuseFullDisk(stderr);
    return stderr;
  } catch (error) {
    if (error instanceof ProgramError) refuseFullDisk(error.stderr);
    throw error;
  }
}

function refuseFullDisk(stderr: string): void {
  if (!stderr.includes('No space left on device')) return;
  throw Object.assign(new Error('ffmpeg found no space left on the disk'), { code: 'ENOSPC' });
}
