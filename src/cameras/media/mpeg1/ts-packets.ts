const PACKET_BYTES = 188;
const SYNC = 0x47;
/** ffmpeg's first picture stream. */
const VIDEO_PID = 0x100;
const NOTHING = Buffer.alloc(0);

/** Makes whole transport stream packets (ISO/IEC 13818-1, 2.4.3) of the chunks that come out of a pipe. */
export class TsPackets {
  #left = NOTHING;

  push(chunk: Buffer): Buffer {
    const data = this.#left.length > 0 ? Buffer.concat([this.#left, chunk]) : chunk;
    const whole = data.length - (data.length % PACKET_BYTES);
    this.#left = Buffer.from(data.subarray(whole));
    return data.subarray(0, whole);
  }
}

/** Where the first key frame begins in whole packets; -1 where there is none. */
export function keyFrameAt(packets: Buffer): number {
  for (let at = 0; at + PACKET_BYTES <= packets.length; at += PACKET_BYTES) {
    if (packets[at] === SYNC && isKeyFrame(packets.readUIntBE(at + 1, 5))) return at;
  }
  return -1;
}

/** @param fields the five bytes behind the sync byte */
function isKeyFrame(fields: number): boolean {
  const [start, adaptation] = [Math.floor(fields / 2 ** 24), fields % 2 ** 24];
  const begins = (start & 0x4000) !== 0 && (start & 0x1fff) === VIDEO_PID;
  const hasAdaptation = (adaptation & 0x20_0000) !== 0 && ((adaptation >> 8) & 0xff) > 0;
  return begins && hasAdaptation && (adaptation & 0x40) !== 0;
}
