import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { WebSocket } from 'ws';
import { mediaSockets } from '../../../src/cameras/media/routes.ts';
import type { Camera } from '../../../src/cameras/parts.ts';
import type { Role } from '../../../src/web/roles.ts';
import { type SignedIn, startStation } from '../../harness.ts';
import { RtspLab } from '../../lab/cameras/rtsp/rtsp-lab.ts';
import { known, startMedia, until } from './media-rig.ts';
import { ffmpegs } from './processes.ts';

const account = { username: 'admin', password: 'p@ss/#%&:ơ' };
const lab = await RtspLab.start();
t.teardown(() => lab.stop());
const host = await lab.host({ account });
const stream = await host.stream('/main', { audio: 'pcm_mulaw' });
const large = await host.stream('/large', { width: 1920, height: 1080, fps: 25, audio: 'aac' });

/** A station with the sockets of media/, and who looked. */
async function setUp(t: Test) {
  const station = await startStation(t);
  const rig = startMedia(t, { times: { lingerMs: 100 } });
  rig.cameras.set('a', { streams: [known(stream), known(stream, 'sub')], account });
  rig.cameras.set('large', { streams: [known(large)], account });
  const looked: string[] = [];
  mediaSockets(station.app, {
    media: rig.media,
    registry: { get: (id) => (rig.cameras.has(id) ? ({ id } as Camera) : undefined) },
    viewings: {
      note() {},
      begin({ by: { user }, cameraId, kind }) {
        looked.push(`${user.username} ${cameraId} ${kind}`);
        return () => looked.push(`${user.username} ${cameraId} over`);
      },
    },
    say: (reason) => ({ vi: `vi ${reason}`, en: `en ${reason}` }),
  });
  const { loopback } = await station.listen();
  return {
    ...rig,
    station,
    looked,
    url: `${loopback.replace('http', 'ws')}/api/cameras/live`,
    origin: loopback,
  };
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

t.test('first what it is, then its first bytes, then fragments; each look is written down', async (t) => {
  const { url, station, looked, origin } = await setUp(t);
  const police = await station.signIn('police', 'cax');
  const { socket, texts, binaries } = open(`${url}?camera=a&stream=main`, police, origin);
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
  t.same(looked, ['cax a live']);
  socket.close();
  await until('it is over', () => looked.length === 2);
  t.equal(looked[1], 'cax a over');
  await until('nothing runs on', () => ffmpegs().length === 0);
});

t.test('only who may see cameras, from a page of ours, and a camera that there is', async (t) => {
  const { url, station, origin, looked } = await setUp(t);
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
      const { socket } = open(`${url}?camera=a`, { headers: headers }, origin);
      await once(socket, 'open');
      socket.close();
    } else t.equal(await refusal(`${url}?camera=a`, headers, origin), 401, role);
  }
  const { headers } = await station.signIn('admin');
  t.equal(await refusal(`${url}?camera=a`, headers, 'http://evil.example'), 403);
  t.equal(await refusal(`${url}?camera=a`, {}, origin), 401);
  for (const query of [
    '',
    '?camera=',
    '?camera=none',
    '?camera=a&stream=third',
    `?camera=${'x'.repeat(99)}`,
  ]) {
    t.equal(await refusal(url + query, headers, origin), 401, query);
  }
  t.equal(looked.filter((line) => line.endsWith('live')).length, 3);
});

t.test('a session that is revoked sees nothing more', async (t) => {
  const { url, station, looked } = await setUp(t);
  const viewer = await station.signIn('viewer');
  const received = open(`${url}?camera=a&stream=sub`, viewer);
  await until('fragments', () => received.binaries.length > 2);
  await viewer.delete('/api/session');
  const from = performance.now();
  await received.closed;
  t.ok(performance.now() - from < 5_000);
  await until('it is over', () => looked.length === 2);
  await until('nothing runs on', () => ffmpegs().length === 0);
});

t.test('a camera that is lost and comes back, on one socket', async (t) => {
  const own = await lab.host({ account });
  const { url, station, cameras } = await setUp(t);
  cameras.set('b', { streams: [known(await own.stream('/x'))], account });
  await own.refuse();
  const { texts, binaries } = open(`${url}?camera=b&stream=main`, await station.signIn('admin'));
  await until('it is told', () => texts.length > 0);
  t.same(texts[0], {
    lost: 'camera.unreachable',
    text: 'vi camera.unreachable',
    textEn: 'en camera.unreachable',
  });
  await own.accept();
  await until('pictures', () => binaries.length > 1);
  await own.reset();
  await until('a new beginning', () => texts.filter((text) => 'mime' in text).length === 2, 20_000);
});

t.test('of two browsers a slow one loses whole groups of pictures, and the other nothing', async (t) => {
  const { url, station } = await setUp(t);
  const admin = await station.signIn('admin');
  const quick = open(`${url}?camera=large&stream=main`, admin);
  const slow = open(`${url}?camera=large&stream=main`, admin);
  await until('both see it', () => quick.binaries.length > 1 && slow.binaries.length > 1);
  slow.socket.pause();
  await sleep(12_000);
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
