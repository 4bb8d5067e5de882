import type { Duplex } from 'node:stream';

/**
 * Refuses MQTT packets longer than `limit` bytes as soon as their length is read. The broker's parser would
 * otherwise gather up to 256 MB for one packet (MQTT 3.1.1, 2.2.3) before anybody asks who sends it.
 * The broker pulls with `read()`, so the bytes are measured on their way through it.
 */
export function limitFrames(conn: Duplex, limit: number, refuse: (bytes: number) => void): void {
  const measure = frameMeter(limit);
  const read = conn.read.bind(conn);
  conn.read = (size?: number): unknown => {
    const chunk: unknown = read(size);
    if (!Buffer.isBuffer(chunk)) return chunk;
    const tooLong = measure(chunk);
    if (tooLong === undefined) return chunk;
    refuse(tooLong);
    return null;
  };
}

/** Follows a byte stream of MQTT packets; returns the length of the first packet longer than `limit`. */
export function frameMeter(limit: number): (chunk: Buffer) => number | undefined {
  // Bytes of the current packet still to come; below zero while its fixed header is being read.
  let left = -1;
  let length = 0;
  let shift = 0;
  return (chunk) => {
    let i = 0;
    while (i < chunk.length) {
      if (left > 0) {
        const step = Math.min(left, chunk.length - i);
        left -= step;
        i += step;
        continue;
      }
      if (left === 0) left = -1;
      if (left === -1) {
        // The first byte is the packet's type; its length follows, seven bits a byte.
        left = -2;
        length = 0;
        shift = 0;
        i++;
        continue;
      }
      const byte = chunk[i++] ?? 0;
      length += (byte & 0x7f) * 2 ** shift;
      shift += 7;
      if (length > limit) return length;
      if ((byte & 0x80) === 0) left = length === 0 ? -1 : length;
      else if (shift > 21) return Number.POSITIVE_INFINITY;
    }
    return undefined;
  };
}
