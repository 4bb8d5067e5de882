import type { Browser, Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { addDays, localDay } from '../../src/clock.ts';
import { type SignedIn, type Station, startStation } from '../harness.ts';
import { launchChromium } from '../lab/chromium.ts';
import { confirmHeard } from '../speakers/heard.ts';
import { DEVICES, openAs, visit } from './walk.ts';

let browser: Browser;
let station: Station;
let admin: SignedIn;
let url: string;
let bulletin: string;

t.before(async () => {
  station = await startStation(t);
  admin = await station.signIn('admin');
  station.app.settings.find('broadcast')?.set({ selfApproval: true });
  const listeners = await station.listen();
  url = listeners.loopback;
  browser = await launchChromium();
  const { id } = (
    await admin.post('/api/bulletins', { title: 'Họp dân', text: 'Mời bà con đi họp.', chime: '' })
  ).body;
  await admin.post(`/api/bulletins/${id}/submit`, {});
  await admin.post(`/api/bulletins/${id}/approve`, { version: 1 });
  bulletin = id;
});
t.teardown(() => browser?.close());

const save = (page: Page) => page.getByRole('button', { name: 'Lưu lịch phát' }).click();

async function desk(t: Test): Promise<Page> {
  const { page } = await openAs(t, browser, url, admin, DEVICES.desk);
  return page;
}

/** A new schedule, filled in as far as its days. */
async function begin(t: Test, kind: 'Một lần' | 'Hằng tuần'): Promise<Page> {
  const page = await desk(t);
  await visit(page, `${url}/schedules/new?bulletin=${bulletin}`);
  await page.getByText(kind, { exact: true }).click();
  const times = page.getByRole('textbox', { name: 'Giờ phát' });
  await times.fill('7h30');
  await times.press('Enter');
  await page.getByText('07:30').first().waitFor();
  await page.getByRole('checkbox', { name: /^Toàn/ }).check();
  return page;
}

const schedules = async (): Promise<{ id: string; date: string; to: string; times: string[] }[]> =>
  (await admin.get('/api/schedules')).body.items;

t.test('a last day that there is not is no “without end”', { timeout: 60_000 }, async (t) => {
  const page = await begin(t, 'Hằng tuần');
  const to = page.getByRole('textbox', { name: 'Đến ngày' });
  await to.fill('31/2/2027');
  await save(page);
  await page.getByText('Ngày này không có trong lịch').waitFor();
  t.ok(await to.evaluate((field) => field === document.activeElement), 'the field at fault has the focus');
  t.same(await schedules(), [], 'nothing is saved');
  await to.fill('28022027');
  await save(page);
  await page.getByText('Đã lưu lịch phát').first().waitFor();
  t.match(await schedules(), [{ to: '2027-02-28', times: ['07:30'] }]);
});

t.test(
  'a changed day that cannot be read does not leave the old one standing',
  { timeout: 60_000 },
  async (t) => {
    const [before] = await schedules();
    await admin.delete(`/api/schedules/${before?.id}`);
    const page = await begin(t, 'Một lần');
    const date = page.getByRole('textbox', { name: 'Ngày phát' });
    const soon = addDays(localDay(station.app.clock.now()), 3);
    await date.fill(soon.split('-').reverse().join('/'));
    await date.blur();
    await date.fill('31/11');
    await save(page);
    await page.getByText('Ngày này không có trong lịch').waitFor();
    t.same(await schedules(), []);
    await date.fill('');
    await date.fill(soon.split('-').reverse().join(''));
    const times = page.getByRole('textbox', { name: 'Giờ phát' });
    await times.fill('25:00');
    await save(page);
    await page.getByText('Gõ giờ theo dạng').waitFor();
    t.same(await schedules(), [], 'nor is a time left out that was meant');
    await times.fill('17h');
    await save(page);
    await page.getByText('Đã lưu lịch phát').first().waitFor();
    t.match(await schedules(), [{ date: soon, times: ['07:30', '17:00'] }]);
  },
);

t.test(
  'a bulletin is planned once for later, and taken back only after a question',
  { timeout: 90_000 },
  async (t) => {
    const { speaker } = (await admin.post('/api/speakers', { name: 'Loa đình', profile: 'generic-mqtt' }))
      .body;
    await confirmHeard(station, admin, speaker.id);
    const page = await desk(t);
    await visit(page, `${url}/bulletins/${bulletin}`);
    await page.getByRole('button', { name: 'Phát ngay' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Hẹn giờ, một lần').click();
    const tomorrow = addDays(localDay(station.app.clock.now()), 1);
    await dialog.getByRole('textbox', { name: 'Ngày phát' }).fill(tomorrow.split('-').reverse().join('/'));
    await dialog.getByRole('textbox', { name: 'Giờ phát' }).fill('6h15');
    await dialog.getByRole('checkbox', { name: /^Toàn/ }).check();
    await dialog.getByText('Sẽ phát ở 1 loa', { exact: true }).waitFor();
    await dialog.getByRole('button', { name: 'Hẹn phát' }).click();
    await page.waitForURL(/\/log\//);
    await page.getByText('Chờ phát').first().waitFor();
    const planned = (await admin.get('/api/playouts?kind=manual')).body.items;
    t.match(planned, [
      { bulletinId: bulletin, state: 'planned', plannedAt: Date.parse(`${tomorrow}T06:15:00+07:00`) },
    ]);

    await visit(page, `${url}/bulletins/${bulletin}`);
    await page.getByRole('button', { name: 'Việc khác với bản tin' }).click();
    await page.getByRole('menuitem', { name: 'Rút về bản nháp' }).click();
    await page.getByText(/còn \d+ lần phát đã hẹn/).waitFor();
    t.equal(
      (await admin.get(`/api/bulletins/${bulletin}`)).body.state,
      'approved',
      'nothing has happened yet',
    );
    await page.getByRole('dialog').getByRole('button', { name: 'Rút về bản nháp' }).click();
    await page.getByText('Đã rút về bản nháp').waitFor();
  },
);

t.test('the volume keeps the focus from step to step', { timeout: 60_000 }, async (t) => {
  const [{ id }] = (await admin.get('/api/speakers')).body.items;
  const page = await desk(t);
  await visit(page, `${url}/speakers/${id}`);
  const slider = page.getByRole('slider', { name: 'Âm lượng' });
  await slider.focus();
  const { volume } = (await admin.get(`/api/speakers/${id}`)).body;
  for (const step of [1, 2, 3]) {
    const isSet = page.waitForResponse((answer) => answer.url().endsWith('/volume') && answer.ok());
    await slider.press('ArrowLeft');
    await isSet;
    const now = String(volume - 5 * step);
    await page.waitForFunction(
      (wanted) => document.activeElement?.getAttribute('aria-valuenow') === wanted,
      now,
    );
  }
  t.equal((await admin.get(`/api/speakers/${id}`)).body.volume, volume - 15);
});

t.test('an alert that was put off is shown again', { timeout: 60_000 }, async (t) => {
  const { app } = station;
  const alert = app.alerts.raise('speaker.offline', 'x', { name: 'Loa đình' });
  app.alerts.snooze(alert.id, app.clock.now() + 60_000);
  const page = await desk(t);
  await visit(page, `${url}/alerts`);
  await page.getByText('Đang hoãn', { exact: true }).click();
  await page.getByRole('button', { name: 'Thôi hoãn, nhắc lại ngay' }).click();
  await page.getByText('Không có cảnh báo nào đang hoãn').waitFor();
  t.equal(app.alerts.get(alert.id)?.snoozedUntil, null);
});

t.test('the first run goes on after a reload', { timeout: 90_000 }, async (t) => {
  const fresh = await startStation(t);
  const listeners = await fresh.listen();
  const { page } = await openAs(t, browser, listeners.loopback, undefined, DEVICES.desk);
  await visit(page, listeners.loopback);
  const person = await fresh.signIn('admin');
  const [name = '', value = ''] = person.headers.cookie.split('=');
  await page.context().addCookies([{ name, value, url: listeners.loopback }]);
  // As the second step leaves it.
  await page.evaluate(() => localStorage.setItem('tramso.setup', 'commune'));
  await page.reload();
  await page.getByLabel('Tên riêng').fill('Tân Lập');
  await page.getByRole('button', { name: 'Tiếp tục' }).click();
  await page.getByLabel('Danh sách thôn').waitFor();
  await page.reload();
  await page.getByLabel('Danh sách thôn').waitFor();
  await page.getByRole('button', { name: 'Để sau' }).click();
  await page.getByRole('button', { name: 'Vào trang Hôm nay' }).click();
  await page.reload();
  await page.getByRole('heading', { name: 'Hôm nay', exact: true }).waitFor();
  t.equal((await person.get('/api/commune')).body.name, 'Tân Lập');
});

t.test(
  'what was typed, or is shown once, does not go by one key or click',
  { timeout: 90_000 },
  async (t) => {
    const page = await desk(t);
    const choose = async (button: string) => {
      await page.getByRole('button', { name: button, exact: true }).click();
      await page.getByRole('button', { name: button, exact: true }).waitFor({ state: 'hidden' });
    };

    await visit(page, `${url}/settings/zones`);
    await page.getByRole('button', { name: 'Dán danh sách thôn' }).click();
    const names = page.getByRole('textbox', { name: 'Danh sách thôn' });
    await names.fill('Thôn Đông\nThôn Đoài');
    await page.keyboard.press('Escape');
    await page.getByText('Đóng bảng này thì phần vừa gõ sẽ mất.').waitFor();
    await choose('Tiếp tục gõ');
    t.equal(await names.inputValue(), 'Thôn Đông\nThôn Đoài');
    await page.keyboard.press('Escape');
    await choose('Đóng, bỏ phần vừa gõ');
    await names.waitFor({ state: 'hidden' });

    await visit(page, `${url}/bulletins/emergency`);
    await page.getByRole('button', { name: 'Thêm mẫu' }).first().click();
    const text = page.getByRole('dialog').getByRole('textbox').nth(1);
    await text.fill('Nước lũ đang lên.');
    await page.keyboard.press('Escape');
    await choose('Tiếp tục gõ');
    t.equal(await text.inputValue(), 'Nước lũ đang lên.');
    await page.keyboard.press('Escape');
    await choose('Đóng, bỏ phần vừa gõ');
    await text.waitFor({ state: 'hidden' });

    await visit(page, `${url}/speakers/add`);
    await page.getByRole('button', { name: /Loa MQTT của Trạm Số/ }).click();
    await page.getByLabel('Tên loa').fill('Loa chợ');
    const elsewhere = page.getByRole('navigation').first().getByRole('link', { name: 'Hôm nay' });
    await elsewhere.click();
    await choose('Ở lại trang');
    t.equal(await page.getByLabel('Tên loa').inputValue(), 'Loa chợ');
    await page.getByRole('button', { name: 'Tiếp tục', exact: true }).click();
    await page.getByText('Mật khẩu chỉ hiện lần này. Hãy nhập vào loa ngay.').waitFor();
    await elsewhere.click();
    await page.getByRole('dialog').getByText('Mật khẩu chỉ hiện lần này', { exact: true }).waitFor();
    await choose('Ở lại trang');
    await elsewhere.click();
    await page.getByRole('button', { name: 'Rời trang', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Hôm nay' }).waitFor();
  },
);
