import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import t, { type Test } from 'tap';
import type { CopyOptions } from '../../../../src/cameras/media/copy.ts';
import { startDirectCopy } from '../../../../src/cameras/media/direct/direct-copy.ts';
import { until } from '../media-rig.ts';

/** Servers that mean ill, or have gone mad: the copy ends with a reason, soon, and the memory stays as it was. */

const SDP = [
  'v=0',
  'm=video 0 RTP/AVP 96',
  'a=rtpmap:96 H264/90000',
  'a=fmtp:96 packetization-mode=1;sprop-parameter-sets=Z0LAH9kAoAt2AtwEBAUAAAMAAQAAAwAyDxgyYA==,aMuMsg==',
  'a=control:trackID=1',
  '',
].join('\r\n');

type Answer = (socket: Socket, method: string, cseq: string) => void;

/** Answers as it should until `playing`, then says that. */
function server(t: Test, playing: (socket: Socket) => void, odd: Partial<Record<string, Answer>> = {}) {
  const sockets = new Set<Socket>();
  const listening = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      const text = bytes.toString('latin1');
      const [method = ''] = text.split(' ', 1);
      const [, cseq = '0'] = /CSeq: (\d+)/.exec(text) ?? [];
      const own = odd[method];
      if (own) return own(socket, method, cseq);
      const head = `RTSP/1.0 200 OK\r\nCSeq: ${cseq}\r\n`;
      if (method === 'DESCRIBE') socket.write(`${head}Content-Length: ${SDP.length}\r\n\r\n${SDP}`);
      else if (method === 'SETUP')
        socket.write(`${head}Session: 1\r\nTransport: RTP/AVP/TCP;interleaved=0-1\r\n\r\n`);
      else socket.write(`${head}\r\n`);
      if (method === 'PLAY') playing(socket);
    });
  }).listen(0, '127.0.0.1');
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    listening.close();
  });
  return { listening, sockets };
}

async function outcome(t: Test, playing: (socket: Socket) => void, odd = {}): Promise<string> {
  const { listening, sockets } = server(t, playing, odd);
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  const told: string[] = [];
  const quiet: Pick<CopyOptions, 'init' | 'fragment'> = { init() {}, fragment() {} };
  const copy = startDirectCopy({
    ...quiet,
    address: { url: `rtsp://127.0.0.1:${port}/main`, account: { username: 'a', password: 'mật khẩu' } },
    now: Date.now,
    silenceMs: 10_000,
    ended: (reason, words) => told.push(`${reason} ${words}`),
    unfit: (words) => told.push(`unfit ${words}`),
  });
  t.teardown(() => copy.end());
  await until('it ends', () => told.length > 0, 15_000);
  t.equal(told.length, 1, 'told once');
  t.notMatch(told, /mật khẩu/);
  await until('the connection is closed', () =>
    [...sockets].every((socket) => socket.destroyed || socket.readableEnded),
  );
  return told[0] ?? '';
}

/** Writes without an end, as fast as it is taken. */
function flood(socket: Socket, chunk: Buffer): void {
  const go = () => {
    while (!socket.destroyed && socket.write(chunk));
  };
  socket.on('drain', go);
  go();
}

function frame(channel: number, payload: Buffer): Buffer {
  const head = Buffer.from([0x24, channel, 0, 0]);
  head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, payload]);
}

function rtp(timestamp: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head[0] = 0x80;
  head[1] = 96;
  head.writeUInt32BE(timestamp, 4);
  return frame(0, Buffer.concat([head, payload]));
}

t.test('what is no RTSP', async (t) => {
  const html: Answer = (socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n<html>');
  t.match(await outcome(t, () => {}, { DESCRIBE: html }), /^camera\.unreachable|^unfit/);
});

t.test('a head without an end', async (t) => {
  const endless: Answer = (socket) => flood(socket, Buffer.from('X-Header: '.repeat(1_000)));
  t.match(await outcome(t, () => {}, { DESCRIBE: endless }), /^unfit/);
});

t.test('a body that claims to be huge', async (t) => {
  const huge: Answer = (socket, _method, cseq) =>
    socket.write(`RTSP/1.0 200 OK\r\nCSeq: ${cseq}\r\nContent-Length: 99999999\r\n\r\n`);
  t.match(await outcome(t, () => {}, { DESCRIBE: huge }), /^unfit/);
});

t.test('silence, before and after it plays', async (t) => {
  t.match(await outcome(t, () => {}, { SETUP: () => {} }), /^camera\.unreachable the camera is silent/);
  t.match(await outcome(t, () => {}), /^camera\.unreachable the camera is silent/);
});

t.test('rubbish for pictures', async (t) => {
  t.match(await outcome(t, (socket) => flood(socket, Buffer.alloc(65_536, 0x41))), /^unfit/);
});

t.test('one picture without an end', async (t) => {
  const before = process.memoryUsage().rss;
  const piece = Buffer.concat([Buffer.from([0x7c, 0x05]), Buffer.alloc(1_398, 7)]);
  const told = await outcome(t, (socket) => {
    socket.write(rtp(0, Buffer.concat([Buffer.from([0x7c, 0x85]), Buffer.alloc(100)])));
    flood(socket, rtp(0, piece));
  });
  t.match(told, /^unfit .*too much between two pictures/);
  t.ok(process.memoryUsage().rss - before < 120 * 1_048_576, 'its memory is bounded');
});

t.test('other answers than were asked for', async (t) => {
  const say =
    (status: string, headers = ''): Answer =>
    (socket, _method, cseq) =>
      socket.write(`RTSP/1.0 ${status}\r\nCSeq: ${cseq}\r\n${headers}\r\n`);
  const digest = 'WWW-Authenticate: Digest realm="x", nonce="y"\r\n';
  t.match(await outcome(t, () => {}, { DESCRIBE: say('401 Unauthorized', digest) }), /^camera\.refused/);
  t.match(await outcome(t, () => {}, { DESCRIBE: say('401 Unauthorized') }), /^camera\.refused/);
  t.match(await outcome(t, () => {}, { DESCRIBE: say('403 Forbidden') }), /^camera\.forbidden/);
  t.match(await outcome(t, () => {}, { DESCRIBE: say('404 Not Found') }), /^camera\.no_stream/);
  t.match(
    await outcome(t, () => {}, { DESCRIBE: say('302 Found', 'Location: rtsp://10.0.0.1/\r\n') }),
    /^unfit/,
  );
  t.match(await outcome(t, () => {}, { SETUP: say('461 Unsupported Transport') }), /^unfit/);
  t.match(await outcome(t, () => {}, { PLAY: say('454 Session Not Found') }), /^unfit/);
});

t.test('it hangs up', async (t) => {
  t.match(await outcome(t, (socket) => socket.end()), /^camera\.unreachable/);
  t.match(await outcome(t, (socket) => socket.resetAndDestroy()), /^camera\.unreachable/);
});
