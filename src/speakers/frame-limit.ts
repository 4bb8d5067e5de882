import type { Duplex } from 'node:stream';

/** So many bytes of one packet weigh as much as a further packet: a long list of topics is as much work as many. */
const BYTES_PER_PACKET = 512;

/** What a stretch of a stream holds. */
export interface Measured {
  /** Packets whose length was read in it; long ones count more than once. */
  packets: number;
  /** Length in bytes of the first packet that is longer than allowed: nothing behind it was looked at. */
  tooLong?: number;
}

/**
 * Asks about everything that arrives before the broker's parser sees it, and hands it on where `allow` says so; who
 * says no ends the connection. Lengths are known as soon as they are read: the parser would otherwise gather up to
 * 256 MB for one packet (MQTT 3.1.1, 2.2.3) before anybody asks who sends it, and handle thousands of short ones in
 * one go. The broker pulls with `read()`, so the bytes are measured on their way through it.
 */
export function limitFrames(conn: Duplex, limit: number, allow: (measured: Measured) => boolean): void {
  const measure = frameMeter(limit);
  const read = conn.read.bind(conn);
  conn.read = (size?: number): unknown => {
    const chunk: unknown = read(size);
    return !Buffer.isBuffer(chunk) || allow(measure(chunk)) ? chunk : null;
  };
}

/** Follows a byte stream of MQTT packets, none of which may be longer than `limit` bytes. */
export function frameMeter(limit: number): (chunk: Buffer) => Measured {
  // Bytes of the current packet still to come; below zero while its fixed header is being read.
  let left = -1;
  let length = 0;
  let shift = 0;
  return (chunk) => {
    const measured: Measured = { packets: 0 };
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
      if (length > limit) return { ...measured, tooLong: length };
      if ((byte & 0x80) === 0) {
        left = length === 0 ? -1 : length;
        measured.packets += 1 + Math.floor(length / BYTES_PER_PACKET);
      } else if (shift > 21) return { ...measured, tooLong: Number.POSITIVE_INFINITY };
    }
    return measured;
  };
}
