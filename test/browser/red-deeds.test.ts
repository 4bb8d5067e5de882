import type { Locator, Page, Request } from 'playwright-core';
import t, { type Test } from 'tap';
import type { EmergencyRequest, EmergencyTemplate, Playout } from '../../src/broadcast/schemas.ts';
import { PIN } from '../harness.ts';
import { approvedBulletin } from '../lab/station/broadcast-rig.ts';
import { type Desk, openDesk, openEmergency } from './desk.ts';
import { accessible, PHONE, SCREEN } from './looks.ts';

const EVERY_PAGE = [
  '/',
  '/bulletins',
  '/bulletins/new',
  '/bulletins/emergency',
  '/schedules',
  '/schedules/new',
].concat(
  [
    '/speakers',
    '/speakers/add',
    '/log',
    '/alerts',
    '/users',
    '/audit',
    '/settings/commune',
    '/settings/station',
  ],
  ['/account', '/no-such-page'],
);
/** As long as the button asks for, and what a busy machine adds. */
const HOLD_MS = 2_600;
/** Long enough that it is still on the air when the test looks. */
const TEXT = 'Nước sông lên nhanh. Bà con thôn Đông chuyển ngay lên nhà văn hóa xã. '.repeat(6).trim();

let desk: Desk;

t.before(async () => {
  desk = await openDesk(t);
});

t.afterEach(async () => {
  await desk.api.post('/api/stop-all', { confirm: true });
});

/** What the page has ordered so far. */
function orders(page: Page, path: string): Request[] {
  const sent: Request[] = [];
  page.on('request', (request) => request.url().endsWith(path) && sent.push(request));
  return sent;
}

const bodyOf = (request: Request | undefined) => request?.postDataJSON() as EmergencyRequest;

async function answerOf(request: Request | undefined): Promise<Playout> {
  const answer = await request?.response();
  if (!answer?.ok()) throw new Error(`the order was answered ${answer?.status()}`);
  return answer.json();
}

async function until(t: Test, what: string, test: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 30_000;
  while (!(await test())) {
    if (performance.now() > end) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  t.pass(what);
}

const heard = ({ id }: Playout) =>
  desk.speaker.commands.some(({ command }) => command.type === 'play' && command.playoutId === id);

async function holdMouse(page: Page, button: Locator, ms: number): Promise<void> {
  await button.hover();
  await page.mouse.down();
  await page.waitForTimeout(ms);
  await page.mouse.up();
}

t.test('typed words, by a held mouse button: only a whole hold counts', { timeout: 120_000 }, async (t) => {
  const { page } = await desk.sit(t);
  const sent = orders(page, '/api/emergency');
  const dialog = await openEmergency(page);
  await accessible(t, page, 'the emergency dialog');
  const hold = dialog.getByRole('button', { name: 'Giữ để phát khẩn cấp' });
  await holdMouse(page, hold, HOLD_MS);
  t.equal(sent.length, 0, 'without words and PIN it does nothing');
  await dialog.getByLabel('Nội dung khẩn cấp').fill(TEXT);
  await dialog.getByLabel('Mã PIN của anh/chị', { exact: true }).fill('135790');
  await holdMouse(page, hold, 700);
  t.equal(sent.length, 0, 'let go too early');
  await holdMouse(page, hold, HOLD_MS);
  await dialog
    .getByText(/Mã PIN chưa đúng|PIN/)
    .first()
    .waitFor();
  await until(
    t,
    'a wrong PIN is asked for again',
    async () => (await dialog.getByLabel('Mã PIN của anh/chị', { exact: true }).inputValue()) === '',
  );
  await dialog.getByLabel('Mã PIN của anh/chị', { exact: true }).fill(PIN);
  await holdMouse(page, hold, HOLD_MS);
  await until(t, 'the order is sent', () => sent.length === 2);
  t.match(bodyOf(sent[1]), { text: TEXT, zoneIds: [desk.rootZoneId], drill: false, repeats: 2 });
  const playout = await answerOf(sent[1]);
  await dialog.getByText('Đang phát', { exact: true }).first().waitFor({ timeout: 30_000 });
  await until(t, 'the speaker is told', () => heard(playout));
  await accessible(t, page, 'an emergency on the air');
  await dialog.getByRole('button', { name: 'Dừng bản tin này' }).click();
  await dialog.getByText('Gián đoạn').first().waitFor();
});

t.test(
  'a released template, by a held key: its audio is there, so it plays at once',
  { timeout: 120_000 },
  async (t) => {
    const { api } = desk;
    const made = await api.post<EmergencyTemplate>('/api/emergency-templates', {
      title: 'Báo lũ',
      text: TEXT,
    });
    await api.post('/api/emergency-templates', { title: 'Còn nháp', text: TEXT });
    await api.post(`/api/emergency-templates/${made.id}/release`, { version: made.version });
    await until(t, 'its audio is made', async () => {
      const { items } = await api.get<{ items: EmergencyTemplate[] }>('/api/emergency-templates');
      return items.some(({ id, warm }) => id === made.id && warm);
    });
    const { page } = await desk.sit(t);
    const sent = orders(page, '/api/emergency');
    const dialog = await openEmergency(page);
    await dialog.getByText('Mẫu soạn sẵn').click();
    const choice = dialog.getByLabel('Mẫu khẩn cấp');
    t.same(await choice.locator('option').allInnerTexts(), ['— Chọn —', 'Báo lũ'], 'drafts are not on offer');
    await choice.selectOption('Báo lũ');
    await dialog.getByText('Đọc 2 lần.', { exact: false }).waitFor();
    await dialog.getByLabel('Mã PIN của anh/chị', { exact: true }).fill(PIN);
    await dialog.getByRole('button', { name: 'Giữ để phát khẩn cấp' }).focus();
    await page.keyboard.down('Enter');
    await page.waitForTimeout(600);
    await page.keyboard.up('Enter');
    t.equal(sent.length, 0, 'let go too early');
    await page.keyboard.down('Enter');
    await until(t, 'the order is sent', () => sent.length === 1);
    await page.keyboard.up('Enter');
    t.notOk('repeats' in bodyOf(sent[0]), 'nobody asked for another number');
    const playout = await answerOf(sent[0]);
    t.equal(playout.state, 'playing');
    await until(t, 'the speaker is told', () => heard(playout));
  },
);

t.test('a drill of an approved bulletin, by clicks of a screen reader', { timeout: 120_000 }, async (t) => {
  const { api, rootZoneId } = desk;
  const settings = {
    selfApproval: true,
    permittedFrom: '00:00',
    permittedTo: '00:00',
    drillZone: rootZoneId,
  };
  await api.put('/api/settings/broadcast', settings);
  await approvedBulletin(api, 'Phòng cháy mùa khô', TEXT);
  const { page } = await desk.sit(t, PHONE);
  const sent = orders(page, '/api/emergency');
  const dialog = await openEmergency(page);
  await accessible(t, page, 'the emergency dialog on a phone');
  await dialog.getByText('Bản tin đã duyệt').click();
  await dialog.getByLabel('Bản tin', { exact: true }).selectOption('Phòng cháy mùa khô');
  await dialog.getByRole('switch', { name: 'Diễn tập' }).check();
  await dialog.getByLabel('Mã PIN của anh/chị', { exact: true }).fill(PIN);
  const hold = dialog.getByRole('button', { name: 'Giữ để bắt đầu diễn tập' });
  const click = () => hold.evaluate((button: HTMLElement) => button.click());
  await click();
  await click();
  await dialog.getByText('Nhấn lần nữa để xác nhận.').waitFor();
  t.equal(sent.length, 0, 'twice at once is one press');
  await page.waitForTimeout(1_200);
  await click();
  await until(t, 'the order is sent', () => sent.length === 1);
  t.match(bodyOf(sent[0]), { drill: true, bulletinId: String });
  t.equal((await answerOf(sent[0])).kind, 'drill');
  await page.getByText(/Đang diễn tập phát khẩn cấp/).waitFor();
});

t.test('what was typed for an emergency is not lost at one key', { timeout: 60_000 }, async (t) => {
  const { page } = await desk.sit(t);
  const dialog = await openEmergency(page);
  await dialog.getByLabel('Nội dung khẩn cấp').fill(TEXT);
  await page.keyboard.press('Escape');
  const question = page.getByRole('dialog', { name: 'Chưa lưu thay đổi' });
  await question.getByRole('button', { name: 'Tiếp tục gõ' }).click();
  t.equal(await dialog.getByLabel('Nội dung khẩn cấp').inputValue(), TEXT);
  await dialog.getByRole('button', { name: 'Đóng' }).first().click();
  await question.getByRole('button', { name: 'Đóng, bỏ phần vừa gõ' }).click();
  await dialog.waitFor({ state: 'detached' });
});

t.test('stop all: not by holding Enter, but by a second press', { timeout: 120_000 }, async (t) => {
  const { id } = await desk.api.post<Playout>('/api/emergency', {
    text: TEXT,
    zoneIds: [desk.rootZoneId],
    pin: PIN,
  });
  const playout = () => desk.api.get<Playout>(`/api/playouts/${id}`);
  await until(t, 'it plays', async () => (await playout()).state === 'playing');
  const { page } = await desk.sit(t);
  const sent = orders(page, '/api/stop-all');
  await page.getByRole('button', { name: 'Dừng tất cả' }).focus();
  await page.keyboard.down('Enter');
  const dialog = page.getByRole('dialog', { name: 'Dừng tất cả' });
  await dialog.waitFor();
  await until(t, 'the stop button has the focus', async () =>
    dialog
      .getByRole('button', { name: 'Dừng tất cả loa ngay' })
      .evaluate((button) => button === document.activeElement),
  );
  await page.waitForTimeout(600);
  for (let repeats = 0; repeats < 5; repeats += 1) await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
  t.equal(sent.length, 0);
  await accessible(t, page, 'the stop dialog');
  await dialog.getByText('Sẽ dừng ngay:').waitFor();
  await page.keyboard.press('Enter');
  await dialog.getByText('Đã ra lệnh dừng lúc').waitFor();
  t.match(sent[0]?.postDataJSON(), { confirm: true, cancelMinutes: 0 });
  t.equal(sent.length, 1);
  await until(t, 'it is silent', async () => (await playout()).state === 'interrupted');
});

t.test(
  'the browser believes to be offline: the station is asked all the same, and only now',
  { timeout: 120_000 },
  async (t) => {
    const { page, context } = await desk.sit(t);
    const sent = orders(page, '/api/emergency');
    await page.evaluate(() => window.dispatchEvent(new Event('offline')));
    const dialog = await openEmergency(page);
    await dialog.getByLabel('Nội dung khẩn cấp').fill(TEXT);
    await dialog.getByLabel('Mã PIN của anh/chị', { exact: true }).fill(PIN);
    const hold = dialog.getByRole('button', { name: 'Giữ để phát khẩn cấp' });
    await dialog.getByText('Sẽ phát ở 1 loa').first().waitFor();

    await context.setOffline(true);
    await holdMouse(page, hold, HOLD_MS);
    await dialog.getByText('Không kết nối được với Trạm Số').waitFor();
    t.equal(sent.length, 1, 'it was tried');
    await context.setOffline(false);
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await page.getByText('Mất kết nối với Trạm Số').waitFor({ state: 'detached' });
    t.equal(sent.length, 1, 'nothing is sent later by itself');

    await page.evaluate(() => window.dispatchEvent(new Event('offline')));
    await holdMouse(page, hold, HOLD_MS);
    await until(t, 'pressed again it goes out at once', () => sent.length === 2);
    t.ok((await answerOf(sent[1])).id);
  },
);

for (const [name, viewport] of Object.entries({ 'a screen': SCREEN, 'a phone': PHONE })) {
  t.test(`both are on every page, on ${name}`, { timeout: 240_000 }, async (t) => {
    const { page } = await desk.sit(t, viewport);
    for (const path of EVERY_PAGE) {
      await page.goto(desk.station.url + path);
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      for (const verb of [/^Dừng( tất cả)?$/, /^(Phát k|K)hẩn cấp$/]) {
        await page.getByRole('button', { name: verb }).first().click({ trial: true });
      }
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      t.ok(wider <= 0, `${path}: nothing hangs over at the side (${wider} px)`);
    }
  });
}
