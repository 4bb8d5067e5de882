import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Lays what is being sent on the disk, piece by piece; returns where. */
export async function receive(
  sent: AsyncIterable<Uint8Array>,
  dir: string,
  signal: AbortSignal,
): Promise<string> {
  const path = join(dir, 'sent');
  await pipeline(sent, createWriteStream(path, { mode: 0o600 }), { signal });
  return path;
}
