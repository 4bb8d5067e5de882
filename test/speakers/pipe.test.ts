import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import t from 'tap';
import { pipe } from '../../src/speakers/pipe.ts';

t.test('what is written in one turn arrives as one chunk, either way', async (t) => {
  const [here, there] = pipe();
  const heard: string[] = [];
  there.on('data', (chunk: Buffer) => heard.push(chunk.toString()));
  here.cork();
  for (const word of ['một ', 'hai ', 'ba']) here.write(word);
  here.uncork();
  here.write('bốn');
  await turn();
  await turn();
  t.same(heard, ['một hai ba', 'bốn']);
  there.write('nghe rõ');
  const [answer] = await once(here, 'data');
  t.equal(String(answer), 'nghe rõ');
});

t.test('a reader that is slow loses nothing, and the writer is told', async (t) => {
  const [here, there] = pipe();
  const chunk = Buffer.alloc(1_048_576, 'x');
  let isFull = false;
  for (let i = 0; i < 12; i++) isFull = !here.write(chunk) || isFull;
  t.ok(isFull);
  here.end();
  let bytes = 0;
  for await (const part of there) bytes += part.length;
  t.equal(bytes, 12 * chunk.length);
});

t.test('an end closes with the other', async (t) => {
  const [here, there] = pipe();
  const closed = once(there, 'close');
  here.destroy();
  await closed;
  t.ok(there.destroyed);
  t.doesNotThrow(() => there.write('nobody'));
});
