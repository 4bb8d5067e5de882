import fc from 'fast-check';
import t from 'tap';
import { sequenceSize } from '../../src/panel/live/sequence-size.ts';

t.test('the size stands in twelve bits each behind the start code', async (t) => {
  t.same(sequenceSize(Uint8Array.of(0x47, 0, 0, 1, 0xb3, 0x3c, 0x02, 0x1c, 0x13)), {
    width: 960,
    height: 540,
  });
});

t.test('a start code of something else is passed over', async (t) => {
  t.equal(sequenceSize(Uint8Array.of(0, 0, 2, 0xb3, 1, 2, 3)), undefined);
  t.same(sequenceSize(Uint8Array.of(0xb3, 9, 9, 0, 0, 1, 0xb3, 0x28, 0x01, 0x68)), {
    width: 640,
    height: 360,
  });
});

t.test('any bytes are looked at without a complaint', async () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      const size = sequenceSize(bytes);
      return size === undefined || (size.width <= 4095 && size.height <= 4095);
    }),
  );
});
