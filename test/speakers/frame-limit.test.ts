import { Duplex } from 'node:stream';
import fc from 'fast-check';
import t from 'tap';
import { frameMeter, limitFrames } from '../../src/speakers/frame-limit.ts';

/** An MQTT packet: type, length in seven bits a byte, then so many bytes. */
function packet(length: number): Buffer {
  const header = [0x30];
  let rest = length;
  do {
    const byte = rest % 128;
    rest = Math.floor(rest / 128);
    header.push(rest > 0 ? byte | 0x80 : byte);
  } while (rest > 0);
  return Buffer.concat([Buffer.from(header), Buffer.alloc(length, 0xff)]);
}

t.test('finds the one packet that is too long, wherever the stream is cut', (t) => {
  const lengths = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 20 });
  fc.assert(
    fc.property(lengths, fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }), (sizes, cuts) => {
      const stream = Buffer.concat(sizes.map(packet));
      const measure = frameMeter(300);
      let found: number | undefined;
      for (let at = 0, i = 0; at < stream.length && found === undefined; i++) {
        const step = cuts[i % cuts.length] ?? 1;
        found = measure(stream.subarray(at, at + step)).tooLong;
        at += step;
      }
      t.equal(
        found !== undefined,
        sizes.some((size) => size > 300),
      );
    }),
  );
  t.end();
});

t.test('a length that never ends is refused', (t) => {
  const { tooLong } = frameMeter(300_000_000)(Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff]));
  t.equal(tooLong, Number.POSITIVE_INFINITY);
  t.end();
});

t.test('counts packets, long ones more than once, wherever the stream is cut', (t) => {
  const stream = Buffer.concat([packet(0), packet(3), packet(2_000), packet(0)]);
  for (let cut = 0; cut <= stream.length; cut += 7) {
    const measure = frameMeter(5_000);
    const parts = [stream.subarray(0, cut), stream.subarray(cut)].map((part) => measure(part).packets);
    t.equal(
      parts.reduce((sum, each) => sum + each),
      1 + 1 + 4 + 1,
    );
  }
  t.end();
});

t.test('the reader gets nothing of it', (t) => {
  const conn = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
  const refused: number[] = [];
  limitFrames(conn, 100, ({ tooLong }) => {
    if (tooLong !== undefined) refused.push(tooLong);
    return tooLong === undefined;
  });
  conn.push(packet(20));
  t.equal(conn.read()?.length, 22);
  conn.push(packet(5000));
  t.equal(conn.read(), null);
  t.equal(refused.length, 1);
  t.end();
});
