import { createHash, randomBytes } from 'node:crypto';
import t from 'tap';

const { sha256 } = await import(new URL('../../../src/speakers/loa/sha256.js', import.meta.url).href);

t.test('the checksum of the page is the one of the station, whatever the length', async (t) => {
  for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 1_000, 131_072, 131_073, 300_001]) {
    const bytes = randomBytes(length);
    const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + length);
    t.equal(await sha256(buffer), createHash('sha256').update(bytes).digest('hex'), `${length} bytes`);
  }
});

t.test('a long file lets others have their turn', async (t) => {
  let turns = 0;
  const turn = setInterval(() => turns++, 1);
  await sha256(new ArrayBuffer(4_000_000));
  clearInterval(turn);
  t.ok(turns >= 5, `${turns} turns`);
});
