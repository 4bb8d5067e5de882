import { execFile } from 'node:child_process';
import type { Ear } from './media-rig.ts';

export interface Decoded {
  /** When each picture is shown, ms from the beginning of the stream. */
  times: number[];
  /** What the decoder had to say; empty where all was well. */
  said: string;
}

const WITHIN_MS = 20_000;

/** Decodes what a listener was given since its last beginning, as a player or a file would have it. */
export function decoded({ inits, fragments }: Ear): Promise<Decoded> {
  const init = inits.at(-1);
  if (!init) return Promise.resolve({ times: [], said: 'nothing' });
  const out = ['-map', '0:v:0', '-fps_mode', 'passthrough', '-copyts', '-enc_time_base', '1/1000'];
  return new Promise((resolve) => {
    const child = execFile(
      'ffmpeg',
      ['-v', 'error', '-f', 'mp4', '-i', 'pipe:0', ...out, '-f', 'framecrc', '-'],
      { timeout: WITHIN_MS },
      (_error, stdout, stderr) => {
        const rows = stdout.split('\n').filter((line) => /^0,/.test(line));
        resolve({ times: rows.map((row) => Number(row.split(',')[2])), said: stderr });
      },
    );
    child.stdin?.on('error', () => {});
    child.stdin?.end(Buffer.concat([init.data, ...fragments.map(({ data }) => data)]));
  });
}
