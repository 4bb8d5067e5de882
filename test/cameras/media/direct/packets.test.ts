import fc from 'fast-check';
import t from 'tap';
import { type AacFormat, aacFormat, aacFrames } from '../../../../src/cameras/media/direct/aac-units.ts';
import { VIDEO_CODECS, type VideoCodec } from '../../../../src/cameras/media/direct/codec.ts';
import { NalUnits } from '../../../../src/cameras/media/direct/nal-units.ts';
import { readRtp, Ticks } from '../../../../src/cameras/media/direct/rtp.ts';
import { controlUrl, readSdp, type SdpMedium } from '../../../../src/cameras/media/direct/sdp.ts';

const CODECS = Object.values(VIDEO_CODECS);
const bytes = (max: number, min = 0) =>
  fc.uint8Array({ minLength: min, maxLength: max }).map((array) => Buffer.from(array));

/** A sink that keeps what is whole. */
function unitsOf(codec: VideoCodec, payloads: readonly Buffer[]): Buffer[] {
  const whole: Buffer[] = [];
  let parts: Buffer[] = [];
  const units = new NalUnits(codec, {
    begin: (part) => {
      parts = [Buffer.from(part)];
    },
    append: (part) => parts.push(Buffer.from(part)),
    end: () => whole.push(Buffer.concat(parts)),
    drop: () => {
      parts = [];
    },
  });
  for (const payload of payloads) units.push(payload);
  return whole;
}

/** As RFC 6184 5.8 and RFC 7798 4.4.3 cut one unit. */
function cut(codec: VideoCodec, unit: Buffer, size: number): Buffer[] {
  const head = Buffer.from(unit.subarray(0, codec.headerBytes));
  const type = codec.typeOf(head[0] ?? 0);
  head[0] =
    codec.name === 'h264'
      ? ((head[0] ?? 0) & 0xe0) | codec.fragment
      : ((head[0] ?? 0) & 0x81) | (codec.fragment << 1);
  const pieces: Buffer[] = [];
  for (let at = codec.headerBytes; at < unit.length; at += size) {
    const first = at === codec.headerBytes ? 0x80 : 0;
    const last = at + size >= unit.length ? 0x40 : 0;
    pieces.push(Buffer.concat([head, Buffer.from([first | last | type]), unit.subarray(at, at + size)]));
  }
  return pieces;
}

const unitOf = (codec: VideoCodec) =>
  fc.tuple(fc.integer({ min: 1, max: codec.aggregation - 1 }), bytes(200, 3)).map(([type, rest]) => {
    rest[0] = codec.name === 'h264' ? 0x60 | type : type << 1;
    return rest;
  });
const codecAndUnits = fc
  .constantFrom(...CODECS)
  .chain((codec) => fc.tuple(fc.constant(codec), fc.array(unitOf(codec), { minLength: 1, maxLength: 8 })));

t.test('units alone, in pieces and several in one come out as they were', async () => {
  fc.assert(
    fc.property(codecAndUnits, fc.integer({ min: 1, max: 80 }), ([codec, units], size) => {
      const alone = unitsOf(codec, units);
      const inPieces = unitsOf(
        codec,
        units.flatMap((unit) => cut(codec, unit, size)),
      );
      const head = codec.name === 'h264' ? [codec.aggregation] : [codec.aggregation << 1, 1];
      const sized = units.flatMap((unit) => [Buffer.from([unit.length >> 8, unit.length & 0xff]), unit]);
      const together = unitsOf(codec, [Buffer.concat([Buffer.from(head), ...sized])]);
      return [alone, inPieces, together].every((got) => Buffer.concat(got).equals(Buffer.concat(units)));
    }),
  );
});

t.test('a unit that lacks a piece is left out, and the next one is whole', async (t) => {
  for (const codec of CODECS) {
    const unit = Buffer.alloc(100, 7);
    unit[0] = codec.name === 'h264' ? 0x65 : 19 << 1;
    const pieces = cut(codec, unit, 20);
    t.strictSame(unitsOf(codec, [...pieces.slice(0, 2), ...pieces]), [unit]);
    t.strictSame(unitsOf(codec, [...pieces.slice(0, 2), unit]), [unit]);
    t.strictSame(unitsOf(codec, [...pieces.slice(2), unit]), [unit]);
  }
});

t.test('whatever the payloads are, nothing is thrown', async () => {
  fc.assert(
    fc.property(fc.constantFrom(...CODECS), fc.array(bytes(60), { maxLength: 20 }), (codec, payloads) => {
      unitsOf(codec, payloads);
    }),
  );
});

t.test('RTP: what stands around the payload', async (t) => {
  const head = [0x80, 0xe0, 0, 1, 0, 0, 0, 9, 1, 2, 3, 4];
  const payload = [5, 6, 7];
  const read = (list: number[]) => readRtp(Buffer.from(list));
  const expected = { payloadType: 96, timestamp: 9, payload: Buffer.from(payload) };
  t.strictSame(read([...head, ...payload]), expected);
  t.strictSame(read([0x82, ...head.slice(1), ...Array(8).fill(0), ...payload]), expected, 'two sources more');
  t.strictSame(
    read([0x90, ...head.slice(1), 0xab, 0xac, 0, 1, 0, 0, 0, 0, ...payload]),
    expected,
    'an extension',
  );
  t.strictSame(read([0xa0, ...head.slice(1), ...payload, 0, 0, 3]), expected, 'padding');
  t.equal(read(head.slice(1)), undefined);
  t.equal(read([0x40, ...head.slice(1)]), undefined, 'another version');
  t.equal(read([0xa0, ...head.slice(1), ...payload, 99]), undefined, 'more padding than there is');
  t.equal(read([0x9f, ...head.slice(1)]), undefined, 'cut short');
  fc.assert(fc.property(bytes(40), (data) => (readRtp(data)?.payload.length ?? 0) <= data.length));
});

t.test('time stamps go on where they turn over', async (t) => {
  const ticks = new Ticks();
  const stamps = [2 ** 32 - 5, 2 ** 32 - 1, 3, 1, 2 ** 31];
  t.strictSame(
    stamps.map((stamp) => ticks.of(stamp)),
    [0, 4, 8, 6, 6 + 2 ** 31 - 1],
  );
});

const SOUND: AacFormat = {
  config: Buffer.from('1408', 'hex'),
  rate: 16_000,
  channels: 1,
  sizeBits: 13,
  indexBits: 3,
  indexDeltaBits: 3,
};

t.test('frames of AAC come out as they were; cut ones do not come', async (t) => {
  const packed = (frames: readonly Buffer[]) => {
    const sizes = frames.map(({ length }) => Buffer.from([length >> 5, (length & 31) << 3]));
    return Buffer.concat([Buffer.from([0, 16 * frames.length]), ...sizes, ...frames]);
  };
  fc.assert(
    fc.property(fc.array(bytes(300, 1), { maxLength: 15 }), (frames) => {
      const got = aacFrames(packed(frames), SOUND) ?? [];
      return got.length === frames.length && Buffer.concat(got).equals(Buffer.concat(frames));
    }),
  );
  t.equal(aacFrames(packed([Buffer.alloc(100)]).subarray(0, 50), SOUND), undefined);
  fc.assert(fc.property(bytes(60), (data) => void aacFrames(data, SOUND)));
});

t.test('a description is read as far as it is understood', async (t) => {
  const text = [
    'v=0',
    'a=control:*',
    'm=video 0 RTP/AVP 96',
    'a=rtpmap:96 h264/90000',
    'a=fmtp:96 packetization-mode=1; sprop-parameter-sets=Z0IAKeKQFAe2AtwEBAaQeJEV,aM48gA==',
    'a=control:trackID=1',
    'm=audio 0 RTP/AVP 97',
    'a=rtpmap:97 MPEG4-GENERIC/16000/2',
    'a=fmtp:97 streamtype=5;mode=AAC-hbr;config=1408;SizeLength=13;indexlength=3;indexdeltalength=3',
    'm=application 0 RTP/AVP 107',
  ];
  const { control, media } = readSdp(text.join('\n'));
  const [video, audio] = media as [SdpMedium, SdpMedium];
  t.equal(control, '*');
  t.match(video, { kind: 'video', payload: 96, encoding: 'H264', clockRate: 90_000, control: 'trackID=1' });
  t.equal(video.parameters.get('sprop-parameter-sets'), 'Z0IAKeKQFAe2AtwEBAaQeJEV,aM48gA==');
  t.strictSame(aacFormat(audio), { ...SOUND, channels: 2 });
  t.equal(media.length, 3);
  for (const change of [
    { encoding: 'PCMA' },
    { parameters: new Map([...audio.parameters, ['config', '2b8a']]) },
    { parameters: new Map([...audio.parameters, ['sizelength', '0']]) },
    { parameters: new Map([...audio.parameters, ['mode', 'CELP-cbr']]) },
  ]) {
    t.equal(aacFormat({ ...audio, ...change }), undefined);
  }
  const line = fc.oneof(
    fc.constantFrom(...text),
    fc.string(),
    fc.string().map((rest) => `a=fmtp:96 ${rest}`),
  );
  fc.assert(fc.property(fc.array(line), (lines) => readSdp(lines.join('\r\n')).media.length <= 16));
});

t.test('addresses of parts', async (t) => {
  const query = 'rtsp://10.0.0.9/cam/realmonitor?channel=1&subtype=0';
  t.equal(controlUrl(`${query}/`, 'trackID=0'), `${query}/trackID=0`);
  t.equal(controlUrl(query, 'trackID=0'), `${query}/trackID=0`);
  t.equal(controlUrl(query, '*'), query);
  t.equal(controlUrl(query, ''), query);
  t.equal(controlUrl(query, 'rtsp://10.0.0.9/x'), 'rtsp://10.0.0.9/x');
});
