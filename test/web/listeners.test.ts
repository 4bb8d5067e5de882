import { once } from 'node:events';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { type AddressInfo, connect, createServer } from 'node:net';
import { connect as tlsConnect } from 'node:tls';
import t from 'tap';
import { DEFAULTS } from '../../src/config/schema.ts';
import { createServers, ListenError, listenerTable } from '../../src/web/listeners.ts';
import { type Station, startStation } from '../harness.ts';

interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** A request over a real socket; `ca` is what an HTTPS client trusts. */
function ask(url: string, headers: Record<string, string> = {}, ca?: string): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const send = url.startsWith('https:') ? httpsRequest : httpRequest;
    send(
      url,
      { headers, agent: false, ...(headers.host && { servername: 'localhost' }), ...(ca && { ca }) },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
      },
    )
      .on('error', reject)
      .end();
  });
}

/** Sends raw bytes to a port and gives back all that came before the other side hung up. */
async function raw(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.setEncoding('utf8').on('data', (chunk) => {
    answer += chunk;
  });
  socket.on('error', () => {});
  socket.write(text);
  await once(socket, 'close');
  return answer;
}

const portOf = (url: string) => Number(new URL(url).port);

async function opened(t: Parameters<typeof startStation>[0]) {
  const station = await startStation(t);
  const urls = await station.listen();
  const { caPem } = await station.app.certificates.current();
  return { station, urls, caPem };
}

t.test('the table keeps to loopback until told to serve the LAN', async (t) => {
  const alone = listenerTable(DEFAULTS.listen);
  t.same(
    alone.flatMap(({ hosts }) => hosts),
    ['127.0.0.1', '127.0.0.1', '127.0.0.1'],
  );
  const lan = listenerTable({ ...DEFAULTS.listen, lan: true });
  t.same(
    lan.map(({ name, hosts, port }) => [name, hosts, port]),
    [
      ['loopback', ['127.0.0.1'], 8080],
      ['https', ['0.0.0.0'], 8443],
      ['plain', ['0.0.0.0'], 8081],
    ],
  );
  const two = listenerTable({ ...DEFAULTS.listen, lan: true, addresses: ['10.0.0.1', '10.1.0.1'] });
  t.same(two[1]?.hosts, ['10.0.0.1', '10.1.0.1']);
});

t.test(
  'HTTPS presents a certificate that the station’s CA vouches for, by name and by address',
  async (t) => {
    const { urls, caPem } = await opened(t);
    t.equal((await ask(`${urls.https}/healthz`, {}, caPem)).status, 200);
    t.equal((await ask(`https://localhost:${portOf(urls.https)}/healthz`, {}, caPem)).status, 200);
    await t.rejects(ask(`${urls.https}/healthz`), { code: /SELF_SIGNED|UNABLE_TO/ });
    const old = tlsConnect({ port: portOf(urls.https), host: '127.0.0.1', ca: caPem, maxVersion: 'TLSv1.1' });
    await t.rejects(once(old, 'secureConnect'));
  },
);

t.test('each listener serves its own corner only', async (t) => {
  const { urls, caPem } = await opened(t);
  const statuses = async (path: string) => [
    (await ask(`${urls.loopback}${path}`)).status,
    (await ask(`${urls.https}${path}`, {}, caPem)).status,
    (await ask(`${urls.plain}${path}`)).status,
  ];
  t.same(await statuses('/healthz'), [200, 200, 200]);
  t.same(await statuses('/readyz'), [200, 404, 307]);
  t.same(await statuses('/metrics'), [200, 404, 307]);
  t.same(await statuses('/api/session'), [200, 200, 307]);
  t.same(await statuses('/ca'), [200, 200, 200]);
  t.same(await statuses('/api/no/such/thing'), [404, 404, 307]);
});

t.test('plain HTTP sends the rest to HTTPS, and does nothing else for anybody', async (t) => {
  const { station, urls } = await opened(t);
  const admin = await station.signIn('admin');
  const secure = portOf(urls.https);
  const at = (path: string, host = '127.0.0.1') => ask(`${urls.plain}${path}`, { host, ...admin.headers });
  t.equal((await at('/lich-phat?x=1')).headers.location, `https://127.0.0.1:${secure}/lich-phat?x=1`);
  t.equal((await at('/api/users', 'localhost')).headers.location, `https://localhost:${secure}/api/users`);
  t.equal((await at('//evil.example/')).headers.location, `https://127.0.0.1:${secure}//evil.example/`);
  t.equal((await at('/')).headers.location, '/ca');
  for (const method of ['POST', 'DELETE', 'PUT']) {
    const answer = await raw(
      portOf(urls.plain),
      `${method} /api/users HTTP/1.1\r\nHost: localhost\r\nCookie: ${admin.headers.cookie}\r\n` +
        `X-CSRF-Token: ${admin.headers['x-csrf-token']}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
    );
    t.match(answer, /^HTTP\/1.1 404/, method);
  }
});

t.test('a name that is not the station’s is refused: DNS rebinding gets no answer', async (t) => {
  const { station, urls, caPem } = await opened(t);
  const admin = await station.signIn('admin');
  const status = async (url: string, host: string, headers = admin.headers) =>
    (await ask(`${url}/api/session`, { ...headers, host }, caPem)).status;
  for (const host of [
    'evil.example',
    'evil.example:80',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
  ]) {
    t.equal(await status(urls.loopback, host), 421, host);
    t.equal(await status(urls.https, host, admin.secureHeaders), 421, host);
    t.equal(await status(urls.plain, host), 421, host);
  }
  for (const host of ['localhost', 'LOCALHOST:8080', 'localhost.', '192.168.1.9', '[::1]:8080']) {
    t.equal(await status(urls.loopback, host), 200, host);
  }
  t.match(await raw(portOf(urls.loopback), 'GET /healthz HTTP/1.1\r\n\r\n'), /^HTTP\/1.1 400/);
  t.match(await raw(portOf(urls.plain), 'GET /healthz HTTP/1.0\r\n\r\n'), /^HTTP\/1.1 200/);
});

t.test('garbage, and headers beyond measure, are refused without harm', async (t) => {
  const { urls } = await opened(t);
  const port = portOf(urls.loopback);
  t.match(await raw(port, 'garbage\r\n\r\n'), /^HTTP\/1.1 400/);
  t.match(await raw(port, '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'), /^HTTP\/1.1 400/);
  const long = `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`;
  t.match(await raw(port, long), /^HTTP\/1.1 431/);
  const twice =
    'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n';
  t.match(await raw(port, twice), /^HTTP\/1.1 400/);
  const huge = `POST /api/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99999999\r\n\r\n{`;
  t.match(await raw(port, huge), /^HTTP\/1.1 413/);
  t.equal((await ask(`${urls.loopback}/healthz`)).status, 200);
});

t.test('a client that sends its request drop by drop is cut off', async (t) => {
  const limits = {
    headersTimeout: 300,
    requestTimeout: 600,
    keepAliveTimeout: 300,
    connectionsCheckingInterval: 50,
    maxHeaderSize: 16_384,
  };
  const servers = createServers(
    {
      request: (request, response) => request.on('end', () => response.end('ok')).resume(),
      upgrade: (_request, socket) => socket.destroy(),
    },
    limits,
  );
  const [loopback] = listenerTable({ ...DEFAULTS.listen, http_port: 0 });
  t.ok(loopback);
  if (!loopback) return;
  await servers.open([loopback], { key: '', cert: '' });
  t.teardown(() => servers.close(0));
  const port = servers.bound()[0]?.port ?? 0;
  const started = performance.now();
  t.match(await raw(port, 'GET / HTTP/1.1\r\nHost: localhost\r\n'), /^HTTP\/1.1 408/, 'headers');
  t.match(
    await raw(port, 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nab'),
    /^HTTP\/1.1 408/,
    'body',
  );
  t.match(await raw(port, ''), /^HTTP\/1.1 408/, 'nothing at all');
  t.match(await raw(port, 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'), /^HTTP\/1.1 200/, 'kept alive');
  t.ok(performance.now() - started < 6_000);
});

t.test(
  'whoever asks again and again without waiting for answers is cut off before it is all done',
  async (t) => {
    let asked = 0;
    const servers = createServers({
      request(_request, response) {
        asked++;
        setTimeout(() => response.end('answered'), 5);
      },
      upgrade() {},
    });
    t.teardown(() => servers.close(0));
    await servers.open([{ name: 'plain', scheme: 'http', hosts: ['127.0.0.1'], port: 0 }], {
      key: '',
      cert: '',
    });
    const port = servers.bound()[0]?.port ?? 0;
    const one = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n';
    await raw(port, one.repeat(200));
    t.ok(asked <= 2, `${asked} of 200 were looked at`);
    const answer = await raw(port, one + one.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'));
    t.equal(answer.split('answered').length - 1, 2, 'two at a time are no flood');
  },
);

t.test('a port in use stops the start with one line, and nothing stays open', async (t) => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  t.teardown(() => other.close());
  const { port } = other.address() as AddressInfo;
  const station = await startStation(t, { config: { listen: { plain_port: port } } });
  const error = await station.app.web.listen().catch((thrown) => thrown);
  t.type(error, ListenError);
  t.match(
    error.message,
    new RegExp(`^plain listener, 127.0.0.1 port ${port}: another program uses this port.*--port N$`),
  );
  t.same(station.app.web.addresses(), []);
});

t.test('an address that the machine does not have waits, and holds up no other', async (t) => {
  const servers = createServers({ request: () => {}, upgrade: () => {} });
  const table = listenerTable({ ...DEFAULTS.listen, lan: true, addresses: ['203.0.113.77'], http_port: 0 });
  const opened = servers.open(
    table.filter(({ scheme }) => scheme === 'http'),
    { key: '', cert: '' },
  );
  t.teardown(() => servers.close(0));
  await opened;
  t.same(
    servers.bound().map(({ host }) => host),
    ['127.0.0.1'],
  );
  t.same(servers.missing(), ['203.0.113.77']);
  t.equal(await servers.openMissing(), false);
  t.same(servers.missing(), ['203.0.113.77']);
});

async function closesInTime(
  t: { ok(value: boolean, name: string): unknown },
  station: Station,
  name: string,
) {
  const started = performance.now();
  await station.close();
  const took = performance.now() - started;
  t.ok(took < 3_000, `${name}: closed in ${Math.round(took)} ms`);
}

t.test('the station closes in time, whatever still hangs on it', async (t) => {
  const { station, urls, caPem } = await opened(t);
  const ended: Promise<unknown>[] = [];
  const hang = (socket: ReturnType<typeof connect>, text: string) => {
    socket.resume().on('error', () => {});
    ended.push(once(socket, 'close'));
    if (text) socket.write(text);
    return socket;
  };
  const port = portOf(urls.loopback);
  hang(connect(port, '127.0.0.1'), '');
  hang(connect(port, '127.0.0.1'), 'GET / HT');
  hang(
    connect(port, '127.0.0.1'),
    'POST /api/session HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{',
  );
  hang(connect(portOf(urls.https), '127.0.0.1'), '');
  hang(connect(portOf(urls.https), '127.0.0.1'), '\x16\x03\x01');
  const idle = tlsConnect({ port: portOf(urls.https), host: '127.0.0.1', ca: caPem });
  hang(idle, '');
  await once(idle, 'secureConnect');
  await closesInTime(t, station, 'with six connections');
  await Promise.all(ended);
  t.pass('all are cut');
  await t.rejects(ask(`${urls.loopback}/healthz`), { code: 'ECONNREFUSED' });
});
