import t, { type Test } from 'tap';
import type { Role } from '../../src/web/roles.ts';
import { startStation } from '../harness.ts';
import { launchChromium } from '../lab/chromium.ts';
import { DEVICES, type Device, openAs, sound, visit } from './walk.ts';

/** What the first page and the wall say of the cameras as a whole, to whom. */
t.setTimeout(200_000);

const browser = await launchChromium();
t.teardown(() => browser.close());
const station = await startStation(t);
const { loopback: url } = await station.listen();

async function sit(t: Test, role: Role, device: Device = 'desk', dark = false) {
  const person = await station.signIn(role);
  const colorScheme = dark ? 'dark' : 'light';
  return openAs(t, browser, url, person, { ...DEVICES[device], colorScheme });
}

t.test('a commune without cameras hears nothing of them', async (t) => {
  const { page } = await sit(t, 'admin');
  await visit(page, url);
  await page.getByText('Không có việc nào đang chờ.').waitFor();
  t.equal(await page.getByText(/camera có hình/).count(), 0);
});

t.test('cameras that are down', async (t) => {
  const admin = await station.signIn('admin');
  for (const name of ['Cổng ủy ban', 'Chợ', 'Cầu Đông']) {
    // Nothing listens there: each is refused at once.
    await admin.post('/api/cameras', { name, url: `rtsp://127.0.0.1:9/${encodeURIComponent(name)}` });
  }
  const off = await admin.post('/api/cameras', { name: 'Kho cũ', url: 'rtsp://127.0.0.1:9/kho' });
  await admin.patch(`/api/cameras/${off.body.cameras[0].id}`, { enabled: false });

  t.test('stand on the first page, with the way to them', async (t) => {
    const { page, complaints } = await sit(t, 'admin');
    await visit(page, url);
    await page.getByText('0/3 camera có hình').waitFor();
    const down = page.getByRole('link', { name: '3 camera mất hình' });
    await down.waitFor({ timeout: 60_000 });
    await sound(t, page, 'today with cameras down');
    await down.click();
    await page.getByRole('button', { name: 'Mất hình (3)', pressed: true }).waitFor();
    t.equal(await page.locator('.camera-row').count(), 3);
    await sound(t, page, 'cameras that are down');
    t.same(complaints, []);
  });

  t.test('are told to nobody who may not see cameras', async (t) => {
    const { page } = await sit(t, 'editor');
    await visit(page, url);
    await page.getByRole('heading', { name: 'Việc chờ anh/chị' }).waitFor();
    t.equal(await page.getByText(/camera (có|mất) hình/).count(), 0);
  });
});

t.test('an alert about all cameras stands above the pictures and never over them', async (t) => {
  station.app.alerts.raise('camera.recording_stopped', 'recordings', { free: 1 });
  for (const [role, device, dark] of [
    ['admin', 'desk', false],
    ['viewer', 'phone', true],
    ['police', 'phone', false],
    ['police', 'desk', true],
  ] as const) {
    const { page, complaints } = await sit(t, role, device, dark);
    await visit(page, `${url}/cameras/wall`);
    const where = `wall with alerts ${role} ${device}`;
    const line = page.getByRole('region', { name: 'Cảnh báo đang mở về camera' });
    await line.getByText(/Đã dừng ghi hình tất cả camera/).waitFor();
    const box = await line.boundingBox();
    const picture = await page.locator('.wall-picture').first().boundingBox();
    t.ok(box && picture && box.y + box.height <= picture.y, `${where}: above`);
    t.ok(box && box.height <= (device === 'phone' ? 96 : 44), `${where}: thin`);
    await sound(t, page, where);
    const link = role === 'police' ? 'Xem camera' : 'Xem cảnh báo';
    await line.getByRole('link', { name: link }).click();
    await page.getByRole('heading', { name: role === 'police' ? 'Camera' : 'Cảnh báo', level: 1 }).waitFor();
    t.same(complaints, [], where);
  }
  const { page } = await sit(t, 'police', 'phone');
  await visit(page, url);
  t.match(page.url(), /\/cameras$/, 'police begin at the cameras');
  await page.getByText(/Đã dừng ghi hình tất cả camera/).waitFor();
  await sound(t, page, 'first page of police with alerts');
});
