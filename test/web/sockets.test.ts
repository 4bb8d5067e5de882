import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { pino } from 'pino';
import t from 'tap';
import { WebSocket } from 'ws';
import { EventBus } from '../../src/events.ts';
import { createSockets, type SocketRoute } from '../../src/web/sockets.ts';
import { startStation } from '../harness.ts';

interface Visitor {
  sessionId: string;
}

async function setUp(t: Parameters<typeof startStation>[0], given: Partial<SocketRoute<Visitor>> = {}) {
  const station = await startStation(t);
  const { identity, sockets } = station.app;
  sockets.route<Visitor>('/echo', {
    listeners: ['panel'],
    async authenticate(request) {
      const session = identity.sessionOf(request);
      return session && { sessionId: session.id };
    },
    open: (socket) => socket.on('message', (data) => socket.send(data.toString())),
    sessionOf: ({ sessionId }) => sessionId,
    ...given,
  });
  const urls = await station.listen();
  const admin = await station.signIn('admin');
  const { caPem } = await station.app.certificates.current();
  return { station, urls, admin, caPem };
}

/** The code of a refused upgrade, or `open`. */
function knock(
  url: string,
  options: { headers?: Record<string, string>; origin?: string; ca?: string } = {},
) {
  const socket = new WebSocket(url.replace('http', 'ws'), options);
  return new Promise<number | 'open'>((resolve) => {
    socket.on('open', () => {
      resolve('open');
      socket.terminate();
    });
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      socket.terminate();
    });
    socket.on('error', () => {});
  });
}

t.test(
  'a page of the station opens a socket; pages elsewhere, strangers and other listeners do not',
  async (t) => {
    const { urls, admin, caPem } = await setUp(t);
    const { loopback, https, plain } = urls;
    const { headers, secureHeaders } = admin;
    t.equal(await knock(`${loopback}/echo`, { headers, origin: loopback }), 'open');
    t.equal(await knock(`${https}/echo`, { headers: secureHeaders, origin: https, ca: caPem }), 'open');
    t.equal(await knock(`${loopback}/echo`, { headers }), 'open', 'a program without an Origin');
    for (const origin of [
      'http://evil.example',
      'null',
      https,
      loopback.replace('http:', 'https:'),
      `${loopback}0`,
    ]) {
      t.equal(await knock(`${loopback}/echo`, { headers, origin }), 403, origin);
    }
    t.equal(await knock(`${loopback}/echo`, { origin: loopback }), 401);
    t.equal(await knock(`${loopback}/echo`, { headers: { cookie: 'tramso=forged' } }), 401);
    t.equal(
      await knock(`${loopback}/echo`, { headers: secureHeaders }),
      401,
      'a cookie of the other listener',
    );
    t.equal(await knock(`${plain}/echo`, { headers, origin: plain }), 404);
    t.equal(await knock(`${loopback}/nothing`, { headers, origin: loopback }), 404);
    const rebound = { ...headers, host: 'evil.example' };
    t.equal(await knock(`${loopback}/echo`, { headers: rebound, origin: 'http://evil.example' }), 421);
  },
);

t.test('messages pass, and one beyond the limit closes the socket', async (t) => {
  const { urls, admin } = await setUp(t);
  const socket = new WebSocket(`${urls.loopback.replace('http', 'ws')}/echo?x=1`, { headers: admin.headers });
  await once(socket, 'open');
  socket.send('xin chào');
  const [data] = await once(socket, 'message');
  t.equal(data.toString(), 'xin chào');
  socket.send('x'.repeat(64 * 1024 + 1));
  const [code] = await once(socket, 'close');
  t.equal(code, 1009);
});

t.test('the socket closes with its session', async (t) => {
  const { urls, admin } = await setUp(t);
  const socket = new WebSocket(`${urls.loopback.replace('http', 'ws')}/echo`, { headers: admin.headers });
  await once(socket, 'open');
  const started = performance.now();
  await admin.delete('/api/session');
  const [code] = await once(socket, 'close');
  t.equal(code, 4401);
  t.ok(performance.now() - started < 5_000);
});

t.test('closing the station closes every socket, also of a peer that does not answer', async (t) => {
  const { station, urls, admin } = await setUp(t);
  const polite = new WebSocket(`${urls.loopback.replace('http', 'ws')}/echo`, { headers: admin.headers });
  await once(polite, 'open');
  const closed = once(polite, 'close');
  const silent = connect(Number(new URL(urls.loopback).port), '127.0.0.1');
  silent.on('error', () => {});
  silent.write(
    `GET /echo HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n` +
      `Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nCookie: ${admin.headers.cookie}\r\n\r\n`,
  );
  await once(silent, 'data');
  const started = performance.now();
  await station.close();
  t.ok(performance.now() - started < 2_500, `${Math.round(performance.now() - started)} ms`);
  t.equal((await closed)[0], 1001);
  silent.destroy();
});

t.test('what fails in a slice refuses the socket and harms nothing else', async (t) => {
  const { urls, admin, station } = await setUp(t, {
    authenticate: async ({ url }) => {
      if (url?.includes('throws')) throw new Error('no database');
      return { sessionId: 's' };
    },
    open() {
      throw new Error('no room');
    },
  });
  t.equal(await knock(`${urls.loopback}/echo?throws`, { headers: admin.headers }), 500);
  const socket = new WebSocket(`${urls.loopback.replace('http', 'ws')}/echo`, { headers: admin.headers });
  await once(socket, 'close');
  t.equal((await fetch(`${urls.loopback}/healthz`)).status, 200);
  t.throws(
    () => station.app.sockets.route('/echo', { listeners: [], authenticate: async () => 1, open() {} }),
    /two slices/,
  );
});

t.test('a peer that no longer answers pings is let go', async (t) => {
  const events = new EventBus(() => {});
  const sockets = createSockets({
    log: pino({ level: 'silent' }),
    events,
    isOurHost: () => true,
    pingMs: 50,
  });
  const server = createServer().on('upgrade', sockets.upgrade).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    sockets.close();
    server.close();
    server.closeAllConnections();
  });
  sockets.route('/x', { listeners: ['panel'], authenticate: async () => 1, open() {} });
  const { port } = server.address() as { port: number };
  const alive = new WebSocket(`ws://127.0.0.1:${port}/x`);
  const dead = new WebSocket(`ws://127.0.0.1:${port}/x`, { autoPong: false });
  await Promise.all([once(alive, 'open'), once(dead, 'open')]);
  const [code] = await once(dead, 'close');
  t.equal(code, 1006);
  t.equal(alive.readyState, WebSocket.OPEN);
  alive.terminate();
});
