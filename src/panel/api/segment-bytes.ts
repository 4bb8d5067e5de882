import { http } from './http.ts';

/**
 * The bytes of one piece of a recording as they come, from `begin` on; undefined where there are none (yet) from there.
 * Not by `http`, which waits for the whole of an answer.
 *
 * @throws ApiError as with every other request
 */
export async function openSegment(
  id: string,
  begin: number,
  signal: AbortSignal,
): Promise<ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>> | undefined> {
  const path = `/api/camera-segments/${encodeURIComponent(id)}/file`;
  const headers: Record<string, string> = { accept: 'video/mp4' };
  if (begin > 0) headers.range = `bytes=${begin}-`;
  if (http.isUnattended()) headers['x-tramso-passive'] = '1';
  const response = await fetch(path, { headers, signal, credentials: 'same-origin' }).catch((error) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw http.unreachable();
  });
  if (response.status === 416) return undefined;
  // Says why, and signs out where the session is over.
  if (!response.ok) http.answer(path, response.status, await response.text());
  return response.body?.getReader();
}
