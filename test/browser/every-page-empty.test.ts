import type { Browser, BrowserContextOptions } from 'playwright-core';
import t, { type Test } from 'tap';
import { type Station, startStation } from '../harness.ts';
import { launchChromium } from '../lab/chromium.ts';
import { DEVICES, openAs, reachable, sound, visit } from './walk.ts';

/** What a station shows on its first day. */
const PAGES = {
  today: '/',
  bulletins: '/bulletins',
  'new bulletin': '/bulletins/new',
  templates: '/bulletins/emergency',
  week: '/schedules',
  schedules: '/schedules?view=list',
  'new schedule': '/schedules/new',
  speakers: '/speakers',
  'new speaker': '/speakers/add',
  cameras: '/cameras',
  'new cameras': '/cameras/add',
  'map of the cameras': '/cameras/map',
  'no such camera': '/cameras/gone/footage',
  exports: '/cameras/exports',
  relays: '/cameras/relays',
  'who looked': '/cameras/viewings',
  log: '/log',
  alerts: '/alerts',
  users: '/users',
  audit: '/audit',
  commune: '/settings/commune',
  zones: '/settings/zones',
  machine: '/settings/station',
  account: '/account',
  'no such page': '/nowhere',
};

let browser: Browser;
let station: Station;
let url: string;

t.before(async () => {
  station = await startStation(t);
  const listeners = await station.listen();
  url = listeners.loopback;
  browser = await launchChromium();
});
t.teardown(() => browser?.close());

t.test('the first run', { timeout: 120_000 }, async (t) => {
  for (const device of ['desk', 'phone'] as const) {
    const { page } = await openAs(t, browser, url, undefined, DEVICES[device]);
    await visit(page, url);
    await page.getByText('Dấu vân tay chứng chỉ của Trạm Số').waitFor();
    await sound(t, page, `${device} first run`);
    await page.getByLabel('Mã khởi tạo').fill('AAAA-BBBB');
    await page.getByRole('button', { name: 'Tiếp tục' }).click();
    await page.getByRole('heading', { name: 'Tài khoản quản trị' }).waitFor();
    await sound(t, page, `${device} first account`);
  }
});

t.test('nothing is there yet', { timeout: 200_000 }, (t) => walk(t, 'phone empty', DEVICES.phone));

t.test('in dark colours', { timeout: 200_000 }, (t) =>
  walk(t, 'desk dark', { ...DEVICES.desk, colorScheme: 'dark' }),
);

t.test('signing in', { timeout: 60_000 }, async (t) => {
  await station.signIn('admin');
  const { page } = await openAs(t, browser, url, undefined, DEVICES.phone);
  await visit(page, url);
  await page.getByRole('heading', { name: 'Đăng nhập' }).waitFor();
  await sound(t, page, 'phone sign-in');
});

async function walk(t: Test, where: string, options: BrowserContextOptions): Promise<void> {
  const { page } = await openAs(t, browser, url, await station.signIn('admin'), options);
  for (const [name, path] of Object.entries(PAGES)) {
    await visit(page, url + path);
    await sound(t, page, `${where} ${name}`);
    await reachable(t, page, `${where} ${name}`);
  }
}
