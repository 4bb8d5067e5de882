import type { Page } from 'playwright-core';
import t from 'tap';
import { localDay } from '../../src/clock.ts';
import { type Clip, makeClip } from '../cameras/recording/clips.ts';
import { type SignedIn, type Station, startStation } from '../harness.ts';
import { LabCamera } from '../lab/cameras/lab-camera.ts';
import { USUAL_ACCOUNT } from '../lab/cameras/onvif/camera-options.ts';
import { RtspLab } from '../lab/cameras/rtsp/rtsp-lab.ts';
import { type Scene, sceneInput } from '../lab/cameras/rtsp/scenes.ts';
import { launchChromium } from '../lab/chromium.ts';
import { picture, SCREEN } from './looks.ts';
import { at, recordDay, reportMotion } from './recorded-day.ts';
import { COMMUNE, press } from './steps.ts';
import { DEVICES, openAs, shown, sound, visit } from './walk.ts';

// Cameras of the lab are on loopback addresses, where no station looks by itself.
process.env.TRAMSO_LAB = '1';

/** The firmware of a camera that was bought of late, so that nothing speaks against it. */
const FIRMWARE = `V5.8.2 build ${localDay(Date.now()).slice(2).replaceAll('-', '')}`;
const CAMERAS: { address: string; name: string; scene: Scene; turns?: boolean }[] = [
  { address: '127.53.0.11', name: 'Cổng ủy ban', scene: 'gate', turns: true },
  { address: '127.53.0.12', name: 'Chợ xã', scene: 'market' },
  { address: '127.53.0.13', name: 'Trường tiểu học', scene: 'school' },
  { address: '127.53.0.14', name: 'Cầu Đông', scene: 'bridge' },
];

async function hang(): Promise<void> {
  const rtsp = await RtspLab.start();
  t.teardown(() => rtsp.stop());
  for (const { address, name, scene, turns = false } of CAMERAS) {
    const stream = { width: 640, height: 360, fps: 15, picture: scene } as const;
    const known = {
      address,
      name,
      maker: 'Lab',
      model: turns ? 'LC-4000-PTZ' : 'LC-3000',
      firmware: FIRMWARE,
    };
    const channels = [{ ptz: turns, main: stream, sub: stream }];
    const camera = await LabCamera.start({ ...known, serial: `${address}-${process.pid}`, channels }, rtsp);
    t.teardown(() => camera.stop());
  }
}

/** An hour of yesterday with all that may become of a recording. */
async function recordHour(station: Station, camera: string, clip: Clip): Promise<void> {
  await recordDay(station, camera, [
    { from: at('07:05'), seconds: 900, clip, after: 'lost' },
    { from: at('07:24'), seconds: 720, clip, after: 'motion' },
    { from: at('07:42'), seconds: 60, clip, reason: 'motion', after: 'motion' },
    { from: at('07:49'), seconds: 90, clip, reason: 'motion', after: 'motion' },
  ]);
  reportMotion(station, camera, ['07:11', '07:18', '07:29', '07:42:10', '07:49:10', '07:50'].map(at));
}

t.test('from an empty list to what happened yesterday', { timeout: 240_000 }, async (t) => {
  const [station, clip] = await Promise.all([
    startStation(t),
    makeClip({ seconds: 30, input: sceneInput('gate', 640, 360, 25) }),
    hang(),
  ]);
  const admin = await station.signIn('admin');
  await nameThem(admin);
  const { loopback: url } = await station.listen();
  const browser = await launchChromium();
  t.teardown(() => browser.close());
  const { page, complaints } = await openAs(t, browser, url, admin, DEVICES.desk);

  await findAndAdd(page, url);
  const { items } = (await admin.get('/api/cameras')).body;
  t.equal(items.length, CAMERAS.length);
  const gate = items.find(({ name }: { name: string }) => name === 'Cổng ủy ban').id;

  await t.test('the wall', async (t) => {
    await visit(page, `${url}/cameras/wall`);
    await page
      .locator('[data-live="playing"]')
      .nth(CAMERAS.length - 1)
      .waitFor({ timeout: 60_000 });
    await sound(t, page, 'desk first wall');
    await picture(page, 'camera-wall');
  });

  await t.test('the timeline of a day', async (t) => {
    await recordHour(station, gate, clip);
    await visit(page, `${url}/cameras/${gate}/footage?at=${at('07:31:24')}`);
    await page.getByText('1 giờ', { exact: true }).click();
    const timeline = page.getByRole('slider', { name: 'Dòng thời gian' });
    await timeline.press('Enter');
    await page.getByText('Đồng hồ camera nhanh hơn Trạm Số 3,4 giây').waitFor();
    await page.getByRole('button', { name: 'Tạm dừng' }).click();
    await shown(page);
    await sound(t, page, 'desk first timeline');
    // The picture and the timeline below it, at one look.
    await page.setViewportSize({ ...SCREEN, height: 1_000 });
    await page.evaluate(() => scrollTo(0, 0));
    await picture(page, 'camera-timeline');
  });
  t.same(complaints, [], 'the browser had nothing to complain about');
});

/** The commune and the person at the desk, as they are called there. */
async function nameThem(admin: SignedIn): Promise<void> {
  const { updatedAt: _, title: __, province: ___, ...profile } = (await admin.get('/api/commune')).body;
  await admin.put('/api/commune', { ...profile, name: COMMUNE });
  await admin.patch(`/api/users/${admin.user.id}`, { name: 'Nguyễn Thị Hoa' });
}

async function findAndAdd(page: Page, url: string): Promise<void> {
  await visit(page, `${url}/cameras/add`);
  await press(page, /^Tìm theo địa chỉ/);
  await page.getByLabel('Địa chỉ hoặc dải địa chỉ').fill('127.53.0.11 – 127.53.0.14');
  await press(page, 'Bắt đầu tìm');
  await page.getByRole('heading', { name: /^Tìm thấy 4 thiết bị, 4 chưa có/ }).waitFor();
  await shown(page);
  await picture(page, 'camera-found');
  await press(page, 'Tiếp tục với 4 camera');
  await page.getByLabel('Tên đăng nhập camera').fill(USUAL_ACCOUNT.username);
  await page.getByLabel('Mật khẩu camera').fill(USUAL_ACCOUNT.password);
  await press(page, 'Thêm 4 camera');
  await page.getByRole('heading', { name: 'Đã thêm 4 camera' }).waitFor({ timeout: 60_000 });
}
