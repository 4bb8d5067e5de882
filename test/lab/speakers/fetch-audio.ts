import { createHash } from 'node:crypto';

/** Downloads audio as a device does, and rejects with a short reason where it is not what was promised. */
export async function fetchAudio(url: string, sha256: string, bytes: number): Promise<void> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(10_000) });
  if (!answer.ok) throw new Error(`fetch_${answer.status}`);
  const body = Buffer.from(await answer.arrayBuffer());
  if (body.length !== bytes) throw new Error('wrong_length');
  if (createHash('sha256').update(body).digest('hex') !== sha256) throw new Error('wrong_checksum');
}
