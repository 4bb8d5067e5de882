import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../../errors.ts';

const LARGEST = 400 * 1024 ** 2;
/** Without a byte for so long it is given up. */
const STALLED_MS = 60_000;

export interface DownloadOptions {
  fetch?: typeof fetch;
  largest?: number;
  onBytes?: (bytes: number) => void;
}

/** Fetches a file by http or https; answers with its SHA-256. Throws `voice.download`. */
export async function download(url: string, path: string, options: DownloadOptions = {}): Promise<string> {
  const { fetch: ask = fetch, largest = LARGEST, onBytes } = options;
  const stalled = new AbortController();
  const giveUp = () => stalled.abort(new Error('không nhận được dữ liệu (stalled)'));
  let timer = setTimeout(giveUp, STALLED_MS);
  try {
    const response = await ask(url, { signal: stalled.signal });
    if (!response.ok || !response.body) throw new Error(`HTTP ${response.status}`);
    const hash = createHash('sha256');
    let bytes = 0;
    const counted = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        clearTimeout(timer);
        timer = setTimeout(giveUp, STALLED_MS);
        bytes += chunk.length;
        hash.update(chunk);
        onBytes?.(bytes);
        done(bytes > largest ? new Error(`> ${Math.round(largest / 1024 ** 2)} MB`) : null, chunk);
      },
    });
    await pipeline(
      Readable.fromWeb(response.body as never),
      counted,
      createWriteStream(path, { mode: 0o600 }),
    );
    return hash.digest('hex');
  } catch (error) {
    if (['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    const { message, cause } = error as Error & { cause?: NodeJS.ErrnoException };
    throw new AppError('voice.download', { url: new URL(url).host, reason: cause?.code ?? message }, error);
  } finally {
    clearTimeout(timer);
  }
}
