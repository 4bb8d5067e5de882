import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, type Socket as Connection, createServer } from 'node:net';
import t, { type Test } from 'tap';
import { discover } from '../../../src/protocols/onvif/discover.ts';
import { below, child, textOf } from '../../../src/protocols/onvif/pick.ts';
import { rangeAddresses } from '../../../src/protocols/onvif/range.ts';
import { sweep } from '../../../src/protocols/onvif/sweep.ts';
import { parseSmallXml } from '../../../src/protocols/onvif/xml.ts';
import { fixtureText, reply } from './fixture.ts';
import { fault, type Script, soapServer } from './soap-server.ts';

type Answers = (relatesTo: string, types: string) => Buffer[];

/**
 * Hears probes on loopback, as a camera on a LAN would, and answers from `address`, which is nobody else's: other tests
 * have their cameras on loopback too.
 */
async function responder(t: Test, address: string, answers: Answers): Promise<{ heard: string[] }> {
  const heard: string[] = [];
  const own = await bound(t, address);
  const group = await bound(t, '239.255.255.250');
  group.addMembership('239.255.255.250', '127.0.0.1');
  for (const socket of [own, group]) {
    socket.on('message', (data, from) => {
      const root = parseSmallXml(data.toString());
      const types = textOf([...below(root, 'Types')][0]);
      heard.push(types);
      const id = textOf(child(root, 'Header', 'MessageID'));
      for (const answer of answers(id, types)) own.send(answer, from.port, from.address);
    });
  }
  return { heard };
}

async function bound(t: Test, address: string): Promise<Socket> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  socket.bind(3702, address);
  await once(socket, 'listening');
  t.teardown(() => new Promise<void>((resolve) => socket.close(() => resolve())));
  return socket;
}

t.test('devices are told at once, and rubbish does no harm', async (t) => {
  const { heard } = await responder(t, '127.0.71.1', (id) => [
    Buffer.from('not xml'),
    Buffer.alloc(40_000, '<'),
    reply(fixtureText('hikvision-probe'), 'urn:uuid:0'),
    reply(fixtureText('hikvision-probe'), id),
    reply(fixtureText('hikvision-probe'), id),
    reply(fixtureText('made-up-two-matches'), id),
  ]);
  const told: string[] = [];
  const { found, interfaces, refused } = await discover({
    interfaces: ['lo', 'nothere0'],
    timeoutMs: 800,
    onFound: ({ key, address }) => address === '127.0.71.1' && told.push(key),
  });
  t.same(told.sort(), ['urn:uuid:1', 'urn:uuid:2', 'urn:uuid:a7fc57d6-463d-11b4-82bf-4419b64968e1']);
  const own = found.filter(({ address }) => address === '127.0.71.1');
  t.same(
    own.map((one) => one.interface),
    ['lo', 'lo', 'lo'],
  );
  t.same(interfaces, [
    { name: 'lo', address: '127.0.0.1', error: null },
    { name: 'nothere0', address: '', error: 'no such interface' },
  ]);
  t.ok(refused >= 3);
  t.ok(heard.includes('dn:NetworkVideoTransmitter') && heard.includes('tds:Device'));
});

t.test('64 that answer within one turn, and only once, are all heard', async (t) => {
  const cameras = await Promise.all(
    Array.from({ length: 64 }, async (_, n) => {
      const socket = createSocket('udp4');
      socket.bind(0, `127.0.72.${n + 1}`);
      await once(socket, 'listening');
      t.teardown(() => new Promise<void>((resolve) => socket.close(() => resolve())));
      return socket;
    }),
  );
  const group = await bound(t, '239.255.255.250');
  group.addMembership('239.255.255.250', '127.0.0.1');
  const askers = new Set<number>();
  group.on('message', (data, from) => {
    if (askers.has(from.port)) return;
    askers.add(from.port);
    const id = textOf(child(parseSmallXml(data.toString()), 'Header', 'MessageID'));
    // As long as fits into one frame of the line.
    const answer = reply(`${fixtureText('hikvision-probe')}<!--${'x'.repeat(600)}-->`, id);
    for (const camera of cameras) camera.send(answer, from.port, from.address);
  });
  const { found } = await discover({ interfaces: ['lo'], timeoutMs: 800 });
  t.equal(found.filter(({ address }) => address.startsWith('127.0.72.')).length, 64);
});

t.test('an endless flood ends the search early, and a signal ends it at once', async (t) => {
  await responder(t, '127.0.71.2', (id) =>
    Array.from({ length: 400 }, (_, n) =>
      reply(
        `<ProbeMatches><ProbeMatch><EndpointReference><Address>urn:${n}</Address></EndpointReference><Types>dn:NetworkVideoTransmitter</Types></ProbeMatch></ProbeMatches>`,
        id,
      ),
    ),
  );
  const { found, refused } = await discover({ interfaces: ['lo'], timeoutMs: 700 });
  t.equal(found.filter(({ address }) => address === '127.0.71.2').length, 16);
  t.ok(refused > 0);
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 50);
  const began = performance.now();
  await t.rejects(discover({ interfaces: ['lo'], timeoutMs: 5_000, signal: stop.signal }), {
    name: 'AbortError',
  });
  t.ok(performance.now() - began < 500);
});

t.test('by address: a directed probe, then the ports', async (t) => {
  await responder(t, '127.0.71.3', (id) => [reply(fixtureText('dahua-probe'), id)]);
  const serve = (script: Script) => soapServer(t, script, '127.0.71.4');
  const open = await serve({ answers: {} });
  const shy = await serve({
    answers: { GetSystemDateAndTime: () => ({ status: 400, text: fault('NotAuthorized', 'no') }) },
  });
  const web = await serve({
    answers: { GetSystemDateAndTime: () => ({ status: 401, text: '<html>router</html>' }) },
  });
  const html = await serve({
    answers: { GetSystemDateAndTime: () => ({ status: 200, text: '<html>hello</html>' }) },
  });
  const progress: number[] = [];
  const sweepAt = (ports: number[], addresses = ['127.0.71.4']) =>
    sweep({ addresses, ports, requestMs: 500, onProgress: (part) => progress.push(part) });
  const found = await sweepAt([web.port, html.port, open.port], ['127.0.71.3', '127.0.71.4', '127.0.71.4']);
  t.same(
    found.map(({ url, hardware }) => [url, hardware]),
    [
      ['http://127.0.71.3/onvif/device_service', 'IPC-HFW2228M-I1-V2'],
      [open.url, ''],
    ],
  );
  t.same([progress[0], progress.at(-1)], [0, 1]);
  t.same(
    (await sweepAt([shy.port])).map(({ url }) => url),
    [shy.url],
  );
  t.same(await sweepAt([web.port, html.port]), []);
  t.equal(open.accountsSent() + shy.accountsSent(), 0);
});

t.test('a silent address takes its time once, not at each port', async (t) => {
  const sockets: Connection[] = [];
  const server = createServer((socket) => sockets.push(socket.on('error', () => {}))).listen(0, '127.0.71.5');
  await once(server, 'listening');
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const ports = Array.from({ length: 7 }, () => (server.address() as AddressInfo).port);
  const began = performance.now();
  t.same(await sweep({ addresses: ['127.0.71.5'], ports, requestMs: 500 }), []);
  const ms = performance.now() - began;
  t.equal(sockets.length, 7);
  // The directed probe is waited for first.
  t.ok(ms < 1_500 + 500 + 1_000, `${Math.round(ms)} ms`);
});

t.test('ranges as a person writes them', async (t) => {
  t.same(rangeAddresses(' 192.168.1.64 '), ['192.168.1.64']);
  t.same(rangeAddresses('192.168.1.66/30'), ['192.168.1.65', '192.168.1.66']);
  t.same(rangeAddresses('10.0.0.4/31'), ['10.0.0.4', '10.0.0.5']);
  t.same(rangeAddresses('192.168.1.9-11'), ['192.168.1.9', '192.168.1.10', '192.168.1.11']);
  t.same(rangeAddresses('192.168.1.255 - 192.168.2.1'), ['192.168.1.255', '192.168.2.0', '192.168.2.1']);
  t.equal(rangeAddresses('192.168.0.0/22')?.length, 1_022);
  for (const bad of [
    '',
    'cam',
    '1.2.3',
    '192.168.1.0/33',
    '10.0.0.0/8',
    '192.168.1.9-1',
    '192.168.1.9-256',
    '::1',
  ]) {
    t.equal(rangeAddresses(bad), undefined, bad);
  }
});
