import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { startStation } from '../../harness.ts';
import { type LivePage, openLivePage } from '../../lab/cameras/live-page.ts';
import { latencyMs } from '../../lab/cameras/rtsp/burned-clock.ts';
import { RtspLab } from '../../lab/cameras/rtsp/rtsp-lab.ts';
import { launchChromium } from '../../lab/chromium.ts';
import { ffmpegs } from './processes.ts';

/** The whole way: a camera added over the API, watched in real Chromium. */
const FPS = 25;
const account = { username: 'admin', password: 'p@ss/#%&:ơ' };
const lab = await RtspLab.start();
t.teardown(() => lab.stop());
const host = await lab.host({ account });
const stream = await host.stream('/main', {
  width: 640,
  height: 360,
  fps: FPS,
  audio: 'pcm_alaw',
  phaseMs: 0,
});
const aac = await host.stream('/aac', { width: 640, height: 360, fps: FPS, audio: 'aac', bframes: 2 });

const station = await startStation(t);
const { loopback: origin } = await station.listen();
const admin = await station.signIn('admin');
const browser = await launchChromium();
t.teardown(() => browser.close());
t.setTimeout(120_000);

async function add(name: string, url: string): Promise<string> {
  const answer = await admin.post('/api/cameras', { name, url, ...account });
  if (answer.status >= 300) throw new Error(JSON.stringify(answer.body));
  return answer.body.cameras[0].id;
}

const camera = await add('Cổng ủy ban', stream.url);

function watch(query: string, cookie = admin.headers.cookie): Promise<LivePage> {
  return openLivePage(browser, { origin, cookie, query });
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 15_000;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`not within 15 s: ${what}`);
    await sleep(50);
  }
}

const plays = async (page: LivePage) => (await page.state()).frames > 20;

async function latency(page: LivePage): Promise<number> {
  const { number, at } = await page.burned();
  return latencyMs(number, { at, fps: FPS, phaseMs: 0 });
}

t.test('H.264 with G.711 and with AAC and B-frames plays, soon and close to life', async (t) => {
  for (const query of [`camera=${camera}&stream=main`, `camera=${await add('Chợ', aac.url)}&stream=sub`]) {
    const page = await watch(query);
    await until('it plays', () => plays(page));
    const { firstPictureMs, errors, texts } = await page.state();
    t.same(errors, []);
    t.match(texts[0]?.mime, /avc1\..*mp4a\.40\.2/);
    t.ok((firstPictureMs ?? 9_999) < 4_000, `first picture after ${firstPictureMs} ms`);
    await page.close();
  }
});

t.test('who lags catches up', async (t) => {
  const page = await watch(`camera=${camera}&stream=main`);
  await until('it plays', () => plays(page));
  await page.freeze(3_000);
  await until('it is close again', async () => (await latency(page)) < 1_500);
  t.ok((await page.state()).jumps > 0);
  await page.close();
});

t.test('a camera that is cut off comes back in the same page, in another size too', async () => {
  const page = await watch(`camera=${camera}&stream=main`);
  await until('it plays', () => plays(page));
  await host.reset();
  await until(
    'two beginnings',
    async () => (await page.state()).texts.filter(({ mime }) => mime).length >= 2,
  );
  await sleep(5_500);
  await stream.change({ width: 1280, height: 720 });
  await until('the new size', async () => (await page.state()).width === 1280);
  await until('it plays on', () => plays(page));
  await stream.change({ width: 640, height: 360 });
  await page.close();
});

t.test(
  'a session that is revoked while it watches sees nothing more, and the log knows who looked',
  async (t) => {
    const police = await station.signIn('police', 'cax');
    const page = await watch(`camera=${camera}&stream=main`, police.headers.cookie);
    await until('it plays', () => plays(page));
    await police.delete('/api/session');
    await until('it is closed', async () => (await page.state()).closed === 4401);
    await page.close();
    const { body } = await admin.get('/api/camera-viewings');
    t.match(body.items?.[0] ?? body, { cameraId: camera, kind: 'live', userName: police.user.name });
  },
);

t.test('a snapshot is a JPEG for who may see it', async (t) => {
  const { status, headers } = await admin.get(`/api/cameras/${camera}/snapshot`);
  t.equal(status, 200);
  t.equal(headers['content-type'], 'image/jpeg');
  t.equal(headers['cache-control'], 'no-store');
  t.equal((await admin.get('/api/cameras/none/snapshot')).status, 404);
  t.equal((await station.nobody.get(`/api/cameras/${camera}/snapshot`)).status, 401);
  t.equal((await (await station.signIn('editor')).get(`/api/cameras/${camera}/snapshot`)).status, 403);
  await host.refuse();
  const off = await admin.get(`/api/cameras/${await add('Tắt', host.url('/off'))}/snapshot`);
  await host.accept();
  t.equal(off.status, 502);
  t.match(off.body.error, {
    code: 'camera.no_picture',
    message: /^Chưa lấy được hình của camera\. Camera không/,
  });
  t.notMatch(JSON.stringify(off.body), /ơ|p@ss|%40/);
});

t.test('a station that stops leaves nothing behind', async (t) => {
  const page = await watch(`camera=${camera}&stream=main`);
  await until('it plays', () => plays(page));
  await station.close();
  t.equal(ffmpegs().length, 0);
});
