import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { type SignedIn, type Station, startStation } from '../harness.ts';

interface Message {
  topic: string;
  id?: string;
}

/** What a station may tell without being made to. */
const OF_ITSELF = ['system', 'alerts', 'cameras'];

interface Browser {
  messages: Message[];
  /** How often the station has shown that it is still there. */
  beats(): number;
  /** Resolves when the station has hung up. */
  closed: Promise<void>;
  close(): void;
}

/** A browser listening at /api/live over a real socket. */
async function listen(url: string, headers: Record<string, string>): Promise<Browser> {
  const giveUp = new AbortController();
  const answer = await fetch(`${url}/api/live`, { headers, signal: giveUp.signal });
  if (!answer.ok || !answer.body) throw new Error(`answered ${answer.status}`);
  const messages: Message[] = [];
  let beats = 0;
  const body = answer.body.pipeThrough(new TextDecoderStream());
  async function read() {
    let rest = '';
    for await (const chunk of body) {
      const blocks = (rest + chunk).split('\n\n');
      rest = blocks.pop() ?? '';
      beats += blocks.filter((text) => text.startsWith('event: beat\ndata: ')).length;
      for (const block of blocks.filter((text) => text.startsWith('data: '))) {
        const message: Message = JSON.parse(block.slice(6));
        if (!OF_ITSELF.includes(message.topic)) messages.push(message);
      }
    }
  }
  return { messages, beats: () => beats, closed: read().catch(() => {}), close: () => giveUp.abort() };
}

async function until(test: () => boolean, ms = 3_000): Promise<void> {
  const end = performance.now() + ms;
  while (!test()) {
    if (performance.now() > end) throw new Error('waited in vain');
    await sleep(10);
  }
}

async function setUp(
  t: Parameters<typeof startStation>[0],
): Promise<{ station: Station; url: string; admin: SignedIn }> {
  const station = await startStation(t);
  const { loopback: url } = await station.listen();
  return { station, url, admin: await station.signIn('admin') };
}

t.test('a change reaches the browsers of those who may read it, once', async (t) => {
  const { station, url, admin } = await setUp(t);
  const police = await station.signIn('police');
  const one = await listen(url, admin.headers);
  const other = await listen(url, police.headers);
  station.app.live.changed('bulletins', 'b1');
  station.app.live.changed('bulletins', 'b1');
  station.app.live.changed('bulletins', 'b2');
  station.app.live.changed('settings');
  await until(() => one.messages.length >= 3);
  await sleep(200);
  t.same(one.messages, [
    { topic: 'bulletins', id: 'b1' },
    { topic: 'bulletins', id: 'b2' },
    { topic: 'settings' },
  ]);
  t.same(other.messages, [], 'the police see cameras only');
  one.close();
  other.close();
});

t.test('a burst becomes one message to read everything anew', async (t) => {
  const { station, url, admin } = await setUp(t);
  const { messages, close } = await listen(url, admin.headers);
  for (let i = 0; i < 5_000; i++) station.app.live.changed('playouts', `p${i}`);
  await until(() => messages.length > 0);
  station.app.live.changed('playouts', 'last');
  await until(() => messages.length > 1);
  t.same(messages, [{ topic: 'playouts' }, { topic: 'playouts', id: 'last' }]);
  close();
});

t.test('strangers get nothing, and the stream is not served on the plain listener', async (t) => {
  const station = await startStation(t);
  const { loopback, plain } = await station.listen();
  const admin = await station.signIn('admin');
  t.equal((await fetch(`${loopback}/api/live`)).status, 401);
  t.equal((await fetch(`${plain}/api/live`, { headers: admin.headers, redirect: 'manual' })).status, 307);
});

t.test('the stream ends with its session, and only with its own', async (t) => {
  const { station, url, admin } = await setUp(t);
  const again = await station.signIn('admin');
  const mine = await listen(url, admin.headers);
  const others = await listen(url, again.headers);
  const started = performance.now();
  t.equal((await admin.delete('/api/session')).status, 204);
  await mine.closed;
  t.ok(performance.now() - started < 5_000);
  station.app.live.changed('users', 'u1');
  await until(() => others.messages.some(({ id }) => id === 'u1'));
  others.close();
});

t.test('a session revoked in the database, as by another process, ends the stream within 5 s', async (t) => {
  const { station, url, admin } = await setUp(t);
  const { closed } = await listen(url, admin.headers);
  const started = performance.now();
  station.app.db.prepare('DELETE FROM sessions').run();
  await closed;
  t.ok(performance.now() - started < 5_000, `${Math.round(performance.now() - started)} ms`);
});

t.test('one browser can’t hold more than a few streams: the oldest gives way', async (t) => {
  const { url, admin } = await setUp(t);
  const first = await listen(url, admin.headers);
  const more = await Promise.all(Array.from({ length: 6 }, () => listen(url, admin.headers)));
  await first.closed;
  t.pass('the first was closed');
  for (const { close } of more) close();
});

/** A client that asks for the stream and then never reads. */
function deafClient(url: string, cookie: string): Promise<Socket> {
  const { port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ port: Number(port), host: '127.0.0.1' }, () => {
      socket.write(`GET /api/live HTTP/1.1\r\nHost: localhost\r\nCookie: ${cookie}\r\n\r\n`);
      socket.once('readable', () => resolve(socket));
    });
    socket.on('error', () => {});
  });
}

t.test('a browser that stops reading holds up nobody, and is later told to read anew', async (t) => {
  const { station, url, admin } = await setUp(t);
  const deaf = await deafClient(url, admin.headers.cookie);
  const { messages, close } = await listen(url, admin.headers);
  const rounds = 30;
  const padding = 'x'.repeat(20_000);
  for (let round = 1; round <= rounds; round++) {
    for (let i = 0; i < 50; i++) station.app.live.changed('speakers', `${round}-${i}-${padding}`);
    await until(() => messages.length === round * 50);
  }
  let heard = '';
  deaf.setEncoding('utf8').on('data', (chunk) => {
    heard += chunk;
  });
  station.app.live.changed('users', 'end');
  await until(() => heard.includes('"id":"end"'));
  t.match(heard, 'data: {"topic":"speakers"}\n');
  t.ok(heard.length < (rounds * 50 * padding.length) / 2, `only ${heard.length} bytes were kept for it`);
  deaf.destroy();
  close();
});

t.test('closing the station ends every stream at once', async (t) => {
  const { station, url, admin } = await setUp(t);
  const { closed } = await listen(url, admin.headers);
  const deaf = await deafClient(url, admin.headers.cookie);
  station.app.live.changed('users');
  const started = performance.now();
  await station.close();
  await closed;
  t.ok(performance.now() - started < 1_500, `${Math.round(performance.now() - started)} ms`);
  deaf.destroy();
});

t.test('a browser can hear that the station is there, by an event of its own', async (t) => {
  const { url, admin } = await setUp(t);
  const browser = await listen(url, admin.headers);
  await until(() => browser.beats() > 0, 25_000);
  browser.close();
  t.same(browser.messages, [], 'it tells of no change');
});
