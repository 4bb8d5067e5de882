/** The most of one packet, bytes: under what Ethernet carries, as cameras cut it. */
const PAYLOAD_MAX = 1_400;
const FU_A = 28;
const STAP_A = 24;
const FU_H265 = 49;

/** The NAL units of one frame with start codes (ISO/IEC 14496-10, annex B). */
export function nalsOf(frame: Buffer): Buffer[] {
  const starts: number[] = [];
  for (let at = frame.indexOf(START); at !== -1; at = frame.indexOf(START, at + 3)) starts.push(at + 3);
  return starts.map((from, i) => {
    const next = starts[i + 1];
    if (next === undefined) return frame.subarray(from);
    const end = next - 3;
    return frame.subarray(from, frame[end - 1] === 0 ? end - 1 : end);
  });
}
const START = Buffer.from([0, 0, 1]);

/** What the header of a NAL unit says that it is. */
export function kindOf(nal: Buffer, codec: 'h264' | 'hevc'): number {
  const first = nal[0] ?? 0;
  return codec === 'h264' ? first & 0x1f : (first >> 1) & 0x3f;
}

/** SPS and PPS, and with H.265 VPS. */
export function isParameterSet(nal: Buffer, codec: 'h264' | 'hevc'): boolean {
  const kind = kindOf(nal, codec);
  return codec === 'h264' ? kind === 7 || kind === 8 : kind >= 32 && kind <= 34;
}

/** The payloads of one frame: NAL units alone or in fragments (RFC 6184 5.8, RFC 7798 4.4.3). */
export function videoPayloads(nals: readonly Buffer[], codec: 'h264' | 'hevc'): Buffer[] {
  return nals.flatMap((nal) => (nal.length <= PAYLOAD_MAX ? [nal] : fragments(nal, codec)));
}

function fragments(nal: Buffer, codec: 'h264' | 'hevc'): Buffer[] {
  const kind = kindOf(nal, codec);
  const headBytes = codec === 'h264' ? 1 : 2;
  const first = nal[0] ?? 0;
  const head =
    codec === 'h264'
      ? Buffer.from([(first & 0xe0) | FU_A])
      : Buffer.from([(first & 0x81) | (FU_H265 << 1), nal[1] ?? 0]);
  const cut: Buffer[] = [];
  for (let at = headBytes; at < nal.length; at += PAYLOAD_MAX) {
    const start = at === headBytes ? 0x80 : 0;
    const end = at + PAYLOAD_MAX >= nal.length ? 0x40 : 0;
    cut.push(Buffer.concat([head, Buffer.from([start | end | kind]), nal.subarray(at, at + PAYLOAD_MAX)]));
  }
  return cut;
}

/** Several small NAL units of H.264 in one packet (RFC 6184 5.7.1), and the others as usual. */
export function aggregated(nals: readonly Buffer[]): Buffer[] {
  const small = nals.filter((nal) => isParameterSet(nal, 'h264') || kindOf(nal, 'h264') === 6);
  if (small.length < 2) return videoPayloads(nals, 'h264');
  const parts = small.flatMap((nal) => [Buffer.from([nal.length >> 8, nal.length & 0xff]), nal]);
  const others = nals.filter((nal) => !small.includes(nal));
  return [Buffer.concat([Buffer.from([0x60 | STAP_A]), ...parts]), ...videoPayloads(others, 'h264')];
}

/** One access unit of AAC, out of its ADTS frame: 13 bits of size, 3 of index (RFC 3640 3.3.6). */
export function aacPayload(adts: Buffer): Buffer {
  const unit = adts.subarray(((adts[1] ?? 0) & 1) === 1 ? 7 : 9);
  return Buffer.concat([Buffer.from([0, 16, unit.length >> 5, (unit.length & 0x1f) << 3]), unit]);
}

/** The frames of a file of ADTS. */
export function adtsFrames(file: Buffer): Buffer[] {
  const frames: Buffer[] = [];
  for (let at = 0; at + 7 < file.length; ) {
    const size = (((file[at + 3] ?? 0) & 3) << 11) | ((file[at + 4] ?? 0) << 3) | ((file[at + 5] ?? 0) >> 5);
    frames.push(file.subarray(at, at + size));
    at += size;
  }
  return frames;
}
