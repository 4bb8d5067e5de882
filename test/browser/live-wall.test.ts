import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { startStation } from '../harness.ts';
import { LabCamera } from '../lab/cameras/lab-camera.ts';
import { USUAL_ACCOUNT } from '../lab/cameras/onvif/camera-options.ts';
import { RtspLab } from '../lab/cameras/rtsp/rtsp-lab.ts';
import { launchChromium } from '../lab/chromium.ts';
import { latencyOf, picturesIn, shownPicture, until } from './live-pictures.ts';
import { SCREEN } from './looks.ts';
import { DEVICES, openAs, sound, visit } from './walk.ts';

/** The wall of a commune with real streams, in real Chromium. */
t.setTimeout(280_000);
process.env.TRAMSO_LAB = '1';

const rtsp = await RtspLab.start();
t.teardown(() => rtsp.stop());
const PICTURE = { width: 640, height: 360, fps: 25, phaseMs: 0 } as const;
const gate = await LabCamera.start(
  {
    address: '127.47.9.61',
    serial: `gate-${process.pid}`,
    channels: [{ ptz: true, main: { ...PICTURE, audio: 'aac' }, sub: PICTURE }],
  },
  rtsp,
);
t.teardown(() => gate.stop());
const host = await rtsp.host({});
const hevc = await host.stream('/hevc', { ...PICTURE, codec: 'hevc' });
const bridge = await host.stream('/bridge', { ...PICTURE, codec: 'hevc' });
const small = await host.stream('/small', PICTURE);

const station = await startStation(t);
const { loopback: url } = await station.listen();
const admin = await station.signIn('admin');

async function add(body: object): Promise<string> {
  const answer = await admin.post('/api/cameras', body);
  if (answer.status >= 300) throw new Error(JSON.stringify(answer.body));
  return answer.body.cameras[0].id;
}

const gateId = await add({ name: 'Cổng ủy ban', host: gate.url, ...USUAL_ACCOUNT });
const marketId = await add({ name: 'Chợ', url: hevc.url, subUrl: small.url });
const bridgeId = await add({ name: 'Cầu Đông', url: bridge.url });
const browser = await launchChromium();
t.teardown(() => browser.close());

const tile = (page: Page, name: string) =>
  page.locator('.wall-tile').filter({ has: page.getByLabel(name, { exact: true }) });

async function sit(t: Test, path: string, person = admin) {
  const seat = await openAs(t, browser, url, person, DEVICES.desk);
  seat.page.on('pageerror', (error) => t.comment(error));
  await visit(seat.page, url + path);
  return seat;
}

t.test('one camera: its picture moves, is close to life, and catches up', async (t) => {
  const { page, complaints } = await sit(t, `/cameras/wall?camera=${gateId}`);
  await until('it plays', async () => (await latencyOf(page, '.live video')) < 1_500);
  t.ok((await picturesIn(page, '.live video', 2_000)) > 10, 'it moves');
  const latencies: number[] = [];
  for (let n = 0; n < 20; n++) {
    latencies.push(await latencyOf(page, '.live video'));
    await page.waitForTimeout(150);
  }
  const middle = latencies.sort((a, b) => a - b)[10] ?? 9_999;
  t.comment(`behind life: ${Math.round(middle)} ms, at worst ${Math.round(latencies.at(-1) ?? 0)} ms`);
  t.ok(middle < 1_200, `${middle} ms behind`);
  await page.evaluate('(() => { const end = performance.now() + 3000; while (performance.now() < end); })()');
  await until('it has caught up', async () => (await latencyOf(page, '.live video')) < 1_300, 8_000);
  await sound(t, page, 'one camera');
  t.same(complaints, []);
});

t.test('a browser without H.265 takes the smaller stream, else the converted one, and says so', async (t) => {
  const { page, complaints } = await sit(t, `/cameras/wall?camera=${marketId}`);
  await page.getByText('không giải mã được H.265 của hình chính').waitFor();
  await until('the small one moves', async () => (await picturesIn(page, '.live video', 1_000)) > 3);
  await sound(t, page, 'the smaller stream');
  await visit(page, `${url}/cameras/wall?camera=${bridgeId}`);
  await page.getByText('không giải mã được H.265: đang xem bản chuyển đổi').waitFor({ timeout: 30_000 });
  const canvas = '.live canvas[role="img"]';
  await until('the converted one moves', async () => (await picturesIn(page, canvas, 1_000)) > 3);
  const shown = await shownPicture(page, canvas);
  t.match(shown, { width: 640, height: 360 });
  await sound(t, page, 'a converted stream');
  t.same(complaints, []);
});

t.test('the wall plays all of them; a camera that goes says so over its last picture', async (t) => {
  const { page } = await sit(t, '/cameras/wall');
  for (const name of ['Cổng ủy ban', 'Chợ', 'Cầu Đông'])
    await tile(page, name).locator('[data-live="playing"]').waitFor({ timeout: 30_000 });
  await sound(t, page, 'the wall');
  await gate.unplug();
  await tile(page, 'Cổng ủy ban').getByText('Camera không trả lời').waitFor({ timeout: 40_000 });
  const last = '.live:has(video[aria-label="Cổng ủy ban"])';
  const kept =
    (await shownPicture(page, `${last} video`)) ?? (await shownPicture(page, `${last} canvas:not([role])`));
  t.ok(kept, 'its last picture is still there');
  await sound(t, page, 'the wall without one');
  await gate.plug();
  await tile(page, 'Cổng ủy ban').locator('[data-live="playing"]').waitFor({ timeout: 60_000 });
});

t.test('a press on the name enlarges a camera, Escape leads back; what is chosen is kept', async (t) => {
  const { page } = await sit(t, '/cameras/wall');
  await page.getByRole('button', { name: '9 hình', exact: true }).click();
  await page.getByRole('button', { name: 'Xem lớn camera Chợ' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Chợ' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { level: 1, name: 'Xem trực tiếp' }).waitFor();
  await page.locator('.wall-picture').first().dblclick();
  await page.waitForURL(/camera=/);
  await page.getByRole('button', { name: 'Về tường camera' }).click();
  await page.reload();
  await page.locator('.wall-grid[data-size="9"]').waitFor();
  await page.getByRole('button', { name: '4 hình', exact: true }).click();
  await page.getByRole('button', { name: 'Toàn màn hình' }).click();
  await page.locator('.wall[data-full]').waitFor();
  await page.getByRole('button', { name: 'Thu nhỏ', exact: true }).click();
  await page.locator('.wall:not([data-full])').waitFor();
});

t.test('a snapshot is a JPEG named after camera and time', async (t) => {
  const { page } = await sit(t, `/cameras/wall?camera=${gateId}`);
  await page.locator('[data-live="playing"]').waitFor({ timeout: 30_000 });
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Lưu ảnh chụp từ camera Cổng ủy ban' }).click(),
  ]);
  t.match(download.suggestedFilename(), /^Cổng ủy ban_\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d\.jpg$/);
  const jpeg = readFileSync(await download.path());
  t.equal(jpeg.readUInt16BE(0), 0xffd8);
});

t.test('a camera moves while a button or an arrow key is held, and stops whatever happens', async (t) => {
  const { page } = await sit(t, `/cameras/wall?camera=${gateId}`);
  const head = gate.head();
  if (!head) throw new Error('the lab camera has no head');
  const right = page.getByRole('button', { name: 'Quay phải' });
  await right.hover();
  const before = head.position.pan;
  await page.mouse.down();
  await until('it moves', () => head.moving);
  await page.waitForTimeout(1_500);
  t.ok(head.moving, 'still, after more than one order');
  await page.mouse.up();
  await until('it stands', () => !head.moving, 3_000);
  t.ok(head.position.pan > before);

  await page.getByRole('group', { name: 'Điều khiển camera quay' }).focus();
  await page.keyboard.down('ArrowUp');
  await until('it moves', () => head.moving);
  t.ok(head.position.tilt >= 0);
  await page.keyboard.up('ArrowUp');
  await until('it stands', () => !head.moving, 3_000);

  await page.keyboard.down('+');
  await until('it zooms', () => head.moving);
  await page.evaluate('window.dispatchEvent(new Event("blur"))');
  await until('it stands once the window is left', () => !head.moving, 900);
  await page.keyboard.up('+');

  await page.getByLabel('Tên góc nhìn mới').fill('Cổng chính');
  await page.getByRole('button', { name: 'Lưu góc nhìn hiện tại' }).click();
  await page.getByRole('button', { name: 'Cổng chính', exact: true }).click();
  await page.getByRole('button', { name: 'Xóa góc nhìn Cổng chính' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Xóa góc nhìn' }).click();
  await page.getByText('Chưa lưu góc nhìn nào').waitFor();
  t.equal(head.presets.size, 0);
  await sound(t, page, 'steering');
});

t.test('who may not move it sees no pad', async (t) => {
  const viewer = await station.signIn('viewer');
  const { page } = await sit(t, `/cameras/wall?camera=${gateId}`, viewer);
  await page.getByRole('heading', { level: 1, name: 'Cổng ủy ban' }).waitFor();
  t.equal(await page.getByRole('button', { name: 'Quay phải' }).count(), 0);
});

t.test('a decoder that breaks begins anew; one that always does gets the converted stream', async (t) => {
  const { page, context } = await openAs(t, browser, url, admin, DEVICES.desk);
  let broken = 0;
  // After some good pieces of the sub stream comes rubbish, three times.
  await context.routeWebSocket(/cameras\/live/, (route) => {
    const server = route.connectToServer();
    let pieces = 0;
    server.onMessage((message) => {
      if (typeof message === 'string' || ++pieces < 6 || broken >= 3) return route.send(message);
      if (pieces === 6) broken++;
      route.send(Buffer.alloc(message.length, 0x55));
    });
  });
  await visit(page, `${url}/cameras/wall`);
  await page.getByRole('button', { name: '1 hình', exact: true }).click();
  await until('it has broken three times', () => broken === 3);
  await page.locator('.live[data-way="mpeg1"]').waitFor({ timeout: 30_000 });
  await page.locator('[data-live="playing"]').waitFor({ timeout: 30_000 });
});

t.test('pictures that the line has lost are jumped over', async (t) => {
  const { page, context } = await openAs(t, browser, url, admin, DEVICES.desk);
  let dropped = 0;
  await context.routeWebSocket(/cameras\/live/, (route) => {
    const server = route.connectToServer();
    let pieces = 0;
    server.onMessage((message) => {
      // Four seconds, up to a key frame: this lab has one a second, in every fifth piece.
      if (typeof message === 'string' || ++pieces < 30 || pieces >= 50) return route.send(message);
      dropped++;
    });
  });
  await visit(page, `${url}/cameras/wall?camera=${gateId}`);
  await until('it plays', async () => (await latencyOf(page, '.live video')) < 1_500);
  await until('there is a hole', () => dropped >= 20);
  await until('it goes on', async () => (await latencyOf(page, '.live video')) < 1_500, 8_000);
});

t.test('two browsers, one of them asleep: the other sees on', async (t) => {
  const [awake, asleep] = [
    await sit(t, `/cameras/wall?camera=${gateId}`),
    await sit(t, `/cameras/wall?camera=${gateId}`),
  ];
  for (const { page } of [awake, asleep])
    await page.locator('[data-live="playing"]').waitFor({ timeout: 30_000 });
  const nap = asleep.page.evaluate(
    '(() => { const end = performance.now() + 6000; while (performance.now() < end); })()',
  );
  t.ok((await picturesIn(awake.page, '.live video', 4_000)) > 20);
  await nap;
  await until('it is close again', async () => (await latencyOf(asleep.page, '.live video')) < 1_500, 10_000);
});

t.test('what nobody can see is not fetched', async (t) => {
  const { page } = await sit(t, `/cameras/wall?camera=${gateId}`);
  await page.locator('[data-live="playing"]').waitFor({ timeout: 30_000 });
  await page.evaluate('document.querySelector(".live").style.marginTop = "5000px"');
  await page.locator('[data-live="idle"]').waitFor({ state: 'attached', timeout: 10_000 });
  await page.evaluate('document.querySelector(".live").style.marginTop = ""');
  await page.locator('[data-live="playing"]').waitFor({ timeout: 30_000 });
});

t.test('a session that ends asks to sign in over the picture, and the picture comes back', async (t) => {
  const police = await station.signIn('police', 'cax');
  const { page, context } = await sit(t, `/cameras/wall?camera=${gateId}`, police);
  await page.locator('[data-live="playing"]').waitFor({ timeout: 30_000 });
  await police.delete('/api/session');
  await page.getByRole('dialog', { name: /đăng nhập lại/i }).waitFor({ timeout: 10_000 });
  const again = await station.signIn('police', 'cax');
  const [name = '', value = ''] = again.headers.cookie.split('=');
  await context.addCookies([{ name, value, url }]);
  await page.locator('[data-live="playing"]').waitFor({ timeout: 60_000 });
});

t.test('whoever sees cameras is told while one is being relayed', async (t) => {
  const viewer = await station.signIn('viewer');
  const relay = {
    id: 'r',
    cameraName: 'Chợ',
    targetName: 'Công an tỉnh',
    until: Date.now() + 11.5 * 60_000,
    endedAt: null,
  };
  for (const person of [viewer, admin]) {
    const { page } = await openAs(t, browser, url, person, { viewport: SCREEN });
    await page.route('**/api/camera-relays', (route) => route.fulfill({ json: { items: [relay] } }));
    await visit(page, `${url}/cameras/wall`);
    await page.getByText('Công an tỉnh đang xem camera Chợ, còn 12 phút').waitFor();
    t.equal(await page.getByRole('link', { name: 'Xem và dừng' }).count(), person === admin ? 1 : 0);
    await sound(t, page, `a relay, seen by ${person.user.role}`);
  }
});
