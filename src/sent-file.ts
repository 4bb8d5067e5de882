import { basename } from 'node:path';
import type { FastifyRequest } from 'fastify';
import { AppError, invalid } from './errors.ts';

const NAME_MAX = 200;

/** The bytes as they come; throws `input.too_large` behind so many. */
export async function* atMost(chunks: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > most) throw new AppError('input.too_large');
    yield chunk;
  }
}

/**
 * The name of a sent file for people, out of the header `x-file-name` (URI-encoded): no path, nothing invisible; ''
 * where there is none. Throws `input.invalid`.
 */
export function sentName(header: string | string[] | undefined): string {
  const name = basename(decoded([header].flat()[0] ?? '').replaceAll('\\', '/')).normalize('NFC');
  return name.replace(/\p{C}/gu, '').slice(0, NAME_MAX);
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    throw invalid('x-file-name', 'phải được mã hóa URI', 'must be URI-encoded');
  }
}

/** Work that ends with the connection of who asked for it. */
export async function whileThere<T>(
  request: FastifyRequest,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  const leave = () => abort.abort(new AppError('input.malformed'));
  const { socket } = request.raw;
  socket.once('close', leave);
  try {
    return await work(abort.signal);
  } finally {
    socket.off('close', leave);
  }
}
