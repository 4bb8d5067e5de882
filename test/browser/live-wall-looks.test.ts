import t, { type Test } from 'tap';
import type { Role } from '../../src/web/roles.ts';
import { startStation } from '../harness.ts';
import { launchChromium } from '../lab/chromium.ts';
import { DEVICES, type Device, openAs, sound, visit } from './walk.ts';

/** How the wall looks where no picture comes: on every screen, in both languages, with none and with 64 cameras. */
t.setTimeout(280_000);

const browser = await launchChromium();
t.teardown(() => browser.close());
const [empty, full] = await Promise.all([startStation(t), startStation(t)]);
const [emptyUrl, url] = [(await empty.listen()).loopback, (await full.listen()).loopback];
const admin = await full.signIn('admin');
let first = '';
for (let n = 1; n <= 64; n++) {
  const name = `Camera ngã tư thôn Đông Hòa Thượng số ${n}`;
  // Nothing listens there: each is refused at once.
  const { status, body } = await admin.post('/api/cameras', { name, url: `rtsp://127.0.0.1:9/${n}` });
  if (status >= 300) throw new Error(JSON.stringify(body));
  if (n === 1) first = body.cameras[0].id;
}

interface Look {
  device: Device;
  role?: Role;
  language?: 'vi' | 'en';
  dark?: boolean;
}

async function look(t: Test, of: typeof full, at: string, { device, role = 'admin', language, dark }: Look) {
  const person = await of.signIn(role);
  const seat = await openAs(t, browser, at, person, {
    ...DEVICES[device],
    colorScheme: dark ? 'dark' : 'light',
  });
  if (language) {
    await seat.page.addInitScript((chosen) => localStorage.setItem('tramso.language', chosen), language);
  }
  return seat;
}

t.test('no camera yet: what to do', async (t) => {
  for (const role of ['admin', 'police'] as const) {
    const { page, complaints } = await look(t, empty, emptyUrl, { device: 'phone', role });
    await visit(page, `${emptyUrl}/cameras/wall`);
    await page.getByText('Chưa có camera nào để xem').waitFor();
    t.equal(await page.getByRole('link', { name: 'Thêm camera' }).count(), role === 'admin' ? 1 : 0);
    await sound(t, page, `an empty wall for ${role}`);
    t.same(complaints, []);
  }
});

t.test('64 cameras, none of which answers', async (t) => {
  for (const [at, seen] of [
    [{ device: 'desk' }, 'desk'],
    [{ device: 'desk', language: 'en', dark: true }, 'desk dark English'],
    [{ device: 'phone', role: 'police' }, 'phone police'],
    [{ device: 'phone', language: 'en', dark: true }, 'phone dark English'],
  ] as const) {
    const { page } = await look(t, full, url, at);
    await visit(page, `${url}/cameras/wall`);
    await page
      .getByText(/Camera không trả lời|does not answer/)
      .first()
      .waitFor({ timeout: 40_000 });
    for (const size of [16, 9, 1]) {
      await page.getByRole('button', { name: new RegExp(`^${size} (hình|a page)$`) }).click();
      await page
        .locator(`.wall-grid[data-size="${size}"] .live-words-lost`)
        .first()
        .waitFor({ timeout: 60_000 });
      await sound(t, page, `wall of ${size} ${seen}`);
    }
    await page.getByRole('button', { name: /Trang sau|Next page/ }).click();
    await page.getByText(/2\/64/).waitFor();
    await visit(page, `${url}/cameras/wall?camera=${first}`);
    await page.locator('.live-words-lost').waitFor({ timeout: 60_000 });
    await sound(t, page, `one lost camera ${seen}`);
  }
});

t.test('only what is on the screen is asked for', async (t) => {
  const { page } = await look(t, full, url, { device: 'phone' });
  const open = new Set<string>();
  page.on('websocket', (socket) => {
    open.add(socket.url());
    socket.on('close', () => open.delete(socket.url()));
  });
  await visit(page, `${url}/cameras/wall`);
  await page.getByRole('button', { name: '16 hình', exact: true }).click();
  await page.waitForTimeout(4_000);
  t.ok(open.size > 0 && open.size <= 5, `${open.size} of 16`);
});

t.test('a list that does not come is said, and can be asked for again', async (t) => {
  const { page } = await look(t, full, url, { device: 'desk' });
  await page.route('**/api/cameras?*', (route) => route.fulfill({ status: 500, body: '' }));
  await visit(page, `${url}/cameras/wall`);
  await page.getByRole('heading', { level: 1, name: 'Chưa tải được dữ liệu' }).waitFor();
  await sound(t, page, 'a wall that failed');
  await page.unroute('**/api/cameras?*');
  await page.getByRole('button', { name: 'Thử lại' }).click();
  await page.locator('.wall-grid').waitFor();
});

t.test('a browser that has nothing to feed pictures to asks for the converted ones', async (t) => {
  const { page } = await look(t, full, url, { device: 'phone' });
  await page.addInitScript('delete window.MediaSource; delete window.ManagedMediaSource;');
  const [socket] = await Promise.all([
    page.waitForEvent('websocket', (one) => one.url().includes('/api/cameras/')),
    page.goto(`${url}/cameras/wall?camera=${first}`),
  ]);
  t.match(socket.url(), '/api/cameras/mpeg1?');
  await page.locator('.live-words-lost').waitFor({ timeout: 40_000 });
});

t.test('whoever comes back from a large picture is where they were', async (t) => {
  const { page } = await look(t, full, url, { device: 'desk' });
  await visit(page, `${url}/cameras/wall`);
  await page.getByRole('button', { name: '4 hình', exact: true }).click();
  await page.getByRole('button', { name: 'Trang sau' }).click();
  await page.getByText('Trang 2/16').waitFor();
  const name = page.getByRole('button', { name: 'Xem lớn camera Camera ngã tư thôn Đông Hòa Thượng số 6' });
  await name.click();
  await page.getByRole('heading', { level: 1, name: /số 6$/ }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('Trang 2/16').waitFor();
  t.ok(await name.evaluate((element) => element === document.activeElement), 'with the focus on it');
});
