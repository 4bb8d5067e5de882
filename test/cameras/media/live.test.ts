import { once } from 'node:events';
import { setTimeout as pause, setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { WebSocket } from 'ws';
import type { Viewing } from '../../../src/cameras/viewing/schemas.ts';
import type { Role } from '../../../src/web/roles.ts';
import { type SignedIn, startStation } from '../../harness.ts';
import { RtspLab } from '../../lab/cameras/rtsp/rtsp-lab.ts';
import { until } from './media-rig.ts';
import { ffmpegs } from './processes.ts';

const account = { username: 'admin', password: 'p@ss/#%&:ơ' };
const lab = await RtspLab.start();
t.teardown(() => lab.stop());
const host = await lab.host({ account });
const stream = await host.stream('/main', { audio: 'pcm_mulaw' });
const large = await host.stream('/large', { width: 2560, height: 1440, fps: 10, audio: 'aac' });

/** A station with cameras that were added over its API. */
async function setUp(t: Test) {
  const station = await startStation(t);
  const { loopback } = await station.listen();
  const admin = await station.signIn('admin');
  const add = async (name: string, { url }: { url: string }): Promise<string> => {
    const { status, body } = await admin.post('/api/cameras', { name, url, ...account });
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body.cameras[0].id;
  };
  const looks = async (): Promise<string[]> => {
    const { body } = await admin.get('/api/camera-viewings');
    return body.items.map(({ userName, cameraId, kind }: Viewing) => `${userName} ${kind} ${cameraId}`);
  };
  const url = `${loopback.replace('http', 'ws')}/api/cameras/live`;
  return { station, admin, add, looks, url, origin: loopback };
}

interface Received {
  socket: WebSocket;
  texts: Record<string, unknown>[];
  binaries: Buffer[];
  closed: Promise<number>;
}

function open(url: string, { headers }: Pick<SignedIn, 'headers'>, origin?: string): Received {
  const socket = new WebSocket(url, { headers, ...(origin !== undefined && { origin }) });
  const received: Received = {
    socket,
    texts: [],
    binaries: [],
    closed: once(socket, 'close').then(([code]) => code as number),
  };
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) received.binaries.push(data);
    else received.texts.push(JSON.parse(data.toString()));
  });
  return received;
}

/** The status with which a socket is refused. */
async function refusal(url: string, headers: Record<string, string>, origin?: string): Promise<number> {
  const socket = new WebSocket(url, { headers, ...(origin !== undefined && { origin }) });
  socket.on('error', () => {});
  const [, response] = await once(socket, 'unexpected-response');
  socket.terminate();
  return response.statusCode;
}

t.test('first what it is, then its first bytes, then fragments; and each look is written down', async (t) => {
  const { url, station, looks, add, origin } = await setUp(t);
  const id = await add('Cổng', stream);
  const police = await station.signIn('police', 'cax');
  const { socket, texts, binaries } = open(`${url}?camera=${id}&stream=main`, police, origin);
  await until('fragments', () => binaries.length > 4);
  t.match(texts[0], {
    mime: /^video\/mp4; codecs="avc1/,
    video: 'h264',
    width: 352,
    height: 288,
    audio: true,
  });
  t.notOk(texts[0] && 'data' in texts[0]);
  t.equal(binaries[0]?.toString('latin1', 4, 8), 'ftyp');
  t.ok(binaries.slice(1).every((data) => data.toString('latin1', 4, 8) === 'moof'));
  t.same(await looks(), [`${police.user.name} live ${id}`]);
  socket.close();
  await until('nothing runs on', () => ffmpegs().length === 0, 12_000);
});

t.test('only who may see cameras, from a page of ours, and a camera that there is', async (t) => {
  const { url, station, origin, looks, add } = await setUp(t);
  const id = await add('Cổng', stream);
  const roles: [Role, boolean][] = [
    ['admin', true],
    ['viewer', true],
    ['police', true],
    ['editor', false],
    ['approver', false],
  ];
  for (const [role, may] of roles) {
    const { headers } = await station.signIn(role);
    if (may) {
      const { socket } = open(`${url}?camera=${id}`, { headers }, origin);
      await once(socket, 'open');
      socket.close();
    } else t.equal(await refusal(`${url}?camera=${id}`, headers, origin), 401, role);
  }
  const { headers } = await station.signIn('admin');
  t.equal(await refusal(`${url}?camera=${id}`, headers, 'http://evil.example'), 403);
  t.equal(await refusal(`${url}?camera=${id}`, {}, origin), 401);
  for (const query of [
    '',
    '?camera=',
    '?camera=none',
    `?camera=${id}&stream=third`,
    `?camera=${'x'.repeat(99)}`,
  ]) {
    t.equal(await refusal(url + query, headers, origin), 401, query);
  }
  // They are written together, a moment later.
  await pause(200);
  t.equal((await looks()).length, 3);
});

t.test('a session that is revoked sees nothing more', async (t) => {
  const { url, station, add } = await setUp(t);
  const id = await add('Cổng', stream);
  const viewer = await station.signIn('viewer');
  const received = open(`${url}?camera=${id}&stream=sub`, viewer);
  await until('fragments', () => received.binaries.length > 2);
  await viewer.delete('/api/session');
  const from = performance.now();
  await received.closed;
  t.ok(performance.now() - from < 5_000);
  await until('nothing runs on', () => ffmpegs().length === 0, 12_000);
});

t.test('a camera that is lost and comes back, on one socket', async (t) => {
  const own = await lab.host({ account });
  const { url, admin, add } = await setUp(t);
  const id = await add('Chợ', await own.stream('/x'));
  await own.refuse();
  const { texts, binaries } = open(`${url}?camera=${id}&stream=main`, admin);
  await until('it is told', () => texts.length > 0);
  t.match(texts[0], { lost: 'camera.unreachable', text: /^Camera không trả lời/, textEn: /does not answer/ });
  await own.accept();
  await until('pictures', () => binaries.length > 1);
  await own.reset();
  await until('a new beginning', () => texts.filter((text) => 'mime' in text).length === 2, 20_000);
});

t.test('of two browsers a slow one loses whole groups of pictures, and the other nothing', async (t) => {
  const { url, admin, add } = await setUp(t);
  const id = await add('Lớn', large);
  const quick = open(`${url}?camera=${id}&stream=main`, admin);
  const slow = open(`${url}?camera=${id}&stream=main`, admin);
  await until('both see it', () => quick.binaries.length > 1 && slow.binaries.length > 1);
  slow.socket.pause();
  await sleep(14_000);
  const from = slow.binaries.length;
  slow.socket.resume();
  await until('it is told what it missed', () => slow.texts.some((text) => 'skipped' in text));
  const skipped = slow.texts.find((text) => 'skipped' in text)?.skipped as number;
  t.ok(skipped >= 800, `${skipped} ms`);
  await until('and goes on', () => slow.binaries.length > from + 5);
  const bytes = (all: Buffer[]) => all.reduce((sum, { length }) => sum + length, 0);
  t.ok(bytes(slow.binaries) < bytes(quick.binaries));
  t.same(
    quick.texts.filter((text) => 'skipped' in text),
    [],
  );
});
