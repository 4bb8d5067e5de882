import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import fc from 'fast-check';
import t, { type Test } from 'tap';
import { readRtspAnswer } from '../../src/protocols/rtsp-answer.ts';
import { describeStream } from '../../src/protocols/rtsp-describe.ts';

const ACCOUNT = { username: 'admin', password: 'p@ss/#%&: ơ' };
const SDP = 'v=0\r\nm=video 0 RTP/AVP 96\r\n';
const OK = `RTSP/1.0 200 OK\r\nServer: Rtsp Server/2.0\r\nContent-Length: ${SDP.length}\r\n\r\n${SDP}`;
const WHO = 'RTSP/1.0 401 Unauthorized\r\nWWW-Authenticate: Digest realm="cam", nonce="abc"\r\n\r\n';
const STALE = WHO.replace('"abc"', '"def", stale=TRUE');

/** A server that answers the n-th request of a connection with the n-th answer. */
async function camera(
  t: Test,
  answers: readonly (string | Buffer)[],
): Promise<{ url: string; heard: string[] }> {
  const heard: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    let asked = 0;
    socket.on('data', (data) => {
      heard.push(data.toString());
      const answer = answers[asked++];
      if (answer !== undefined) socket.write(answer);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { url: `rtsp://127.0.0.1:${(server.address() as AddressInfo).port}/live?ch=1`, heard };
}

t.test('an open stream is described without any account', async (t) => {
  const { url, heard } = await camera(t, [OK]);
  t.strictSame(await describeStream(url, { timeoutMs: 2_000 }), {
    outcome: 'described',
    status: 200,
    server: 'Rtsp Server/2.0',
    challenges: [],
  });
  t.match(heard[0], `DESCRIBE ${url} RTSP/1.0\r\nCSeq: 1\r\n`);
});

t.test('the account goes out only when asked for, once, as digest', async (t) => {
  const { url, heard } = await camera(t, [WHO, OK]);
  const asked = url.replace('rtsp://', 'rtsp://somebody:else@');
  t.match(await describeStream(asked, { account: ACCOUNT, timeoutMs: 2_000 }), { outcome: 'described' });
  t.equal(heard.length, 2);
  t.notMatch(heard[0], 'Authorization');
  t.match(heard[1], /CSeq: 2\r\nAccept: application\/sdp\r\nAuthorization: Digest username="admin"/);
  t.notMatch(heard.join(''), /somebody|p@ss/);
});

t.test('what each answer means', async (t) => {
  const cases: [answers: string[], account: boolean, outcome: string, requests: number][] = [
    [[WHO, WHO, OK], true, 'refused', 2],
    [[WHO], false, 'account_wanted', 1],
    [['RTSP/1.0 403 Forbidden\r\n\r\n'], true, 'missing', 1],
    [[WHO, 'RTSP/1.0 403 Forbidden\r\n\r\n'], true, 'refused', 2],
    [['RTSP/1.0 401 Unauthorized\r\nWWW-Authenticate: Odd x=1\r\n\r\n'], true, 'missing', 1],
    [[WHO, 'RTSP/1.0 423 Locked\r\n\r\n'], true, 'locked', 2],
    [[WHO, STALE, OK], true, 'described', 3],
    [[WHO, STALE, STALE, OK], true, 'refused', 3],
    [[WHO.replaceAll('\r', ''), 'RTSP/1.0 200 OK\nContent-Length: 3\n\nv=0'], true, 'described', 2],
    [['RTSP/1.0 404 Not Found\r\n\r\n'], true, 'missing', 1],
    [['HTTP/1.1 400 Bad Request\r\n\r\n'], true, 'not_rtsp', 1],
    [[`RTSP/1.0 200 OK\r\nContent-Length: 99999999\r\n\r\n`], true, 'not_rtsp', 1],
    [['R'], true, 'unreachable', 1],
    [[], true, 'unreachable', 1],
  ];
  for (const [answers, withAccount, outcome, requests] of cases) {
    const { url, heard } = await camera(t, answers);
    const result = await describeStream(url, { timeoutMs: 400, ...(withAccount && { account: ACCOUNT }) });
    t.equal(result.outcome, outcome, answers.join('|'));
    t.equal(heard.length, requests);
  }
});

t.test('nobody there, no RTSP address, an end in between', async (t) => {
  const { url } = await camera(t, []);
  const dead = 'rtsp://127.0.0.1:1/x';
  t.match(await describeStream(dead, { timeoutMs: 1_000 }), { outcome: 'unreachable' });
  t.match(await describeStream('http://127.0.0.1/', { timeoutMs: 1_000 }), { outcome: 'unreachable' });
  t.match(await describeStream('x', { timeoutMs: 1_000 }), { outcome: 'unreachable' });
  const signal = AbortSignal.timeout(50);
  const before = performance.now();
  t.match(await describeStream(url, { timeoutMs: 20_000, signal }), { outcome: 'unreachable' });
  t.ok(performance.now() - before < 5_000);
  t.match(await describeStream(url, { timeoutMs: 20_000, signal }), { outcome: 'unreachable' });
});

t.test('who is silent or gone after its first question has refused nobody', async (t) => {
  for (const how of ['silent', 'ended', 'reset'] as const) {
    const server = createServer((socket) => {
      let asked = 0;
      socket.on('error', () => {});
      socket.on('data', () => {
        if (asked++ === 0) socket.write(WHO);
        else if (how === 'ended') socket.end();
        else if (how === 'reset') socket.resetAndDestroy();
        if (asked === 2) t.teardown(() => socket.destroy());
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    t.teardown(() => server.close());
    const url = `rtsp://127.0.0.1:${(server.address() as AddressInfo).port}/x`;
    const result = await describeStream(url, { account: ACCOUNT, timeoutMs: 400 });
    t.match(result, { outcome: 'unreachable' }, how);
  }
});

t.test('an endless header ends the exchange', async (t) => {
  const { url } = await camera(t, [Buffer.alloc(200_000, 'RTSP/1.0 200 OK\r\nX: y\r\n')]);
  t.match(await describeStream(url, { timeoutMs: 5_000 }), { outcome: 'not_rtsp' });
});

t.test('any bytes are an answer, the beginning of one, or broken', async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }).map((all) => Buffer.from(all)),
    fc.string().map((text) => Buffer.from(`RTSP/1.0 ${text}\r\n\r\n`)),
  );
  fc.assert(fc.property(bytes, (all) => ['more', 'broken', 'object'].includes(kindOf(readRtspAnswer(all)))));
  // However it is cut, the whole gives the same.
  const whole = Buffer.from(OK);
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: whole.length - 1 }),
      (cut) => readRtspAnswer(whole.subarray(0, cut)) === 'more',
    ),
  );
});

function kindOf(answer: ReturnType<typeof readRtspAnswer>): string {
  return typeof answer === 'string' ? answer : typeof answer;
}
