import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import fc from 'fast-check';
import t, { type Test } from 'tap';
import { connect, OnvifError, pullPoint } from '../../../src/protocols/onvif/index.ts';
import { fixtureText } from './fixture.ts';
import { soap, soapServer } from './soap-server.ts';

const ACCOUNT = { username: 'admin', password: 'bí-mật-27' };

/** Says the same to whatever connects. */
async function parrot(t: Test, said: () => Buffer): Promise<string> {
  const server: Server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end(said()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => new Promise((resolve) => server.close(resolve)));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const http = (body: Buffer | string, head = '200 OK\r\nContent-Type: application/soap+xml') =>
  Buffer.concat([Buffer.from(`HTTP/1.1 ${head}\r\nConnection: close\r\n\r\n`), Buffer.from(body)]);

const bits = fc.constantFrom(
  ...[
    '<',
    '>',
    '/',
    '&',
    ';',
    '"',
    '=',
    '<a>',
    '</a>',
    '<![CDATA[',
    ']]>',
    '<!--',
    '<Service>',
    '<Namespace>',
    '</Namespace>',
  ],
  ...[
    'http://www.onvif.org/ver10/media/wsdl',
    '<XAddr>',
    '</XAddr>',
    'http://[',
    '<s:Fault>',
    '<Profiles token="x">',
    '<Uri>rtsp://',
    '99999999999999',
    '\0',
    'ế',
  ],
  ...['<SystemDateAndTime>', '<UTCDateTime>', '<Time>', '<Hour>', '</Hour>', '-1', 'NaN'],
);
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 400 }).map((data) => Buffer.from(data)),
  fc.uint8Array({ maxLength: 400 }).map((data) => http(Buffer.from(data))),
  fc.array(bits, { maxLength: 60 }).map((parts) => http(soap(parts.join('')))),
  fc
    .array(bits, { maxLength: 30 })
    .map((parts) => http(`<s:Envelope><s:Body><r>${parts.join('')}</r></s:Body></s:Envelope>`)),
  fc.tuple(fc.nat(1_200), fc.string({ maxLength: 4 })).map(([at, noise]) => {
    const text = soap(fixtureText('dahua-profiles'));
    return http(text.slice(0, at) + noise + text.slice(at + noise.length));
  }),
  fc
    .string({ unit: 'binary', maxLength: 60 })
    .map((text) =>
      http('', `401 No\r\nWWW-Authenticate: Digest nonce="1", realm="${text.replaceAll(/[\r\n]/g, '')}"`),
    ),
  fc
    .constantFrom(
      '302 Found\r\nLocation: /x',
      '302 Found\r\nLocation: http://198.51.100.1/',
      '307 T\r\nLocation: //',
      '204 No',
      '100 Continue',
      '999 x',
    )
    .map((head) => http('', head)),
);

t.test('any answer is an answer or an OnvifError, within the deadline', async (t) => {
  let said: Buffer = Buffer.from('');
  const url = await parrot(t, () => said);
  const kinds = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(bytes, async (answer) => {
      said = answer;
      const began = performance.now();
      const outcome = await connect({ url, account: ACCOUNT, requestMs: 300, deadlineMs: 1_000 })
        .then(async (camera) => {
          await camera.video();
          await camera.presets('x');
          await camera.network();
          return 'fine';
        })
        .catch((error: unknown) => {
          if (!(error instanceof OnvifError)) throw error;
          if (`${error.stack}${error.cause}`.includes(ACCOUNT.password))
            throw new Error('the password is told');
          return error.kind;
        });
      kinds.set(outcome, (kinds.get(outcome) ?? 0) + 1);
      if (performance.now() - began > 3_000) throw new Error('too late');
    }),
    { numRuns: 400 },
  );
  t.comment(JSON.stringify([...kinds]));
  t.ok(kinds.size >= 3);
});

t.test('an address that is none', async (t) => {
  for (const url of [
    '',
    'http://',
    'ftp://x/',
    'http://a b/',
    'file:///etc/passwd',
    `http://${'x'.repeat(2_000)}/`,
  ]) {
    await t.rejects(
      connect({ url, requestMs: 200, deadlineMs: 500 }),
      { name: 'OnvifError' },
      url.slice(0, 30),
    );
  }
});

t.test('a redirect is followed on the same host only, and the account goes nowhere else', async (t) => {
  const there = await soapServer(t, { answers: {} });
  const elsewhere = await soapServer(t, { answers: {} });
  let location = there.url;
  const here = await soapServer(t, {
    answers: {},
    first(_request, response) {
      response.writeHead(307, { Location: location }).end();
      return true;
    },
  });
  await t.rejects(connect({ url: here.url, account: ACCOUNT }), { name: 'OnvifError', kind: 'fault' });
  t.ok(there.heard.length > 0, 'the same host on another port');
  location = elsewhere.url.replace('127.0.0.1', 'localhost');
  await t.rejects(connect({ url: here.url, account: ACCOUNT }), { name: 'OnvifError', kind: 'not_onvif' });
  location = here.url;
  await t.rejects(
    connect({ url: here.url, account: ACCOUNT }),
    { name: 'OnvifError', kind: 'not_onvif' },
    'a loop',
  );
  t.equal(elsewhere.heard.length, 0);
});

t.test('a signal ends it at once, and the deadline in time', async (t) => {
  const silent = await soapServer(t, { answers: {}, first: () => true });
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 50);
  const began = performance.now();
  await t.rejects(connect({ url: silent.url, signal: stop.signal }), { name: 'AbortError' });
  t.ok(performance.now() - began < 400);
  await t.rejects(connect({ url: silent.url, deadlineMs: 200 }), { name: 'OnvifError', kind: 'timeout' });
  const ear = pullPoint({ url: silent.url, onEvent: () => {} });
  await new Promise((resolve) => setTimeout(resolve, 50));
  const closing = performance.now();
  await ear.close();
  t.ok(performance.now() - closing < 400);
  await new Promise((resolve) => setTimeout(resolve, 50));
  t.equal(silent.connections.size, 0, 'no connection is left');
});
