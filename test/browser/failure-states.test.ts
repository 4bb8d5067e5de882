import type { Page } from 'playwright-core';
import t from 'tap';
import { type Desk, openDesk, openEmergency, signIn } from './desk.ts';
import { accessible } from './looks.ts';
import { press } from './steps.ts';

let desk: Desk;

t.before(async () => {
  desk = await openDesk(t);
});

const mainHeading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

t.test('a list that did not come is not an empty one', { timeout: 60_000 }, async (t) => {
  const { page } = await desk.sit(t);
  await page.route('**/api/emergency-templates?*', (route) => route.fulfill({ status: 500, body: '' }));
  const dialog = await openEmergency(page);
  await dialog.getByText('Mẫu soạn sẵn').click();
  await dialog.getByText('Chưa tải được dữ liệu').waitFor();
  t.equal(await dialog.getByText('Chưa có mẫu khẩn cấp nào').count(), 0);
  await page.unrouteAll();
  await dialog.getByRole('button', { name: 'Thử lại' }).click();
  await dialog.getByText('Chưa có mẫu khẩn cấp nào').waitFor();
});

t.test(
  'a stop that is refused or not answered says so, and can be pressed again',
  { timeout: 90_000 },
  async (t) => {
    const { page } = await desk.sit(t);
    await page.route('**/api/today', (route) => route.abort());
    await page.reload();
    await page.getByRole('button', { name: 'Dừng tất cả' }).click();
    const dialog = page.getByRole('dialog', { name: 'Dừng tất cả' });
    await dialog.getByText('Chưa tải được dữ liệu').waitFor();
    t.equal(await dialog.getByText('hiện không có bản tin nào').count(), 0, 'what is not known is not said');
    const stop = dialog.getByRole('button', { name: 'Dừng tất cả loa ngay' });

    await page.route('**/api/stop-all', (route) => route.abort());
    await stop.click();
    await dialog.getByText('Không kết nối được với Trạm Số').last().waitFor();
    await page.unroute('**/api/stop-all');
    await page.route('**/api/stop-all', () => {});
    await stop.click();
    await dialog.getByText('chưa rõ lệnh đã được thực hiện hay chưa').waitFor({ timeout: 15_000 });
    await accessible(t, page, 'a stop without an answer');
    await page.unroute('**/api/stop-all');
    await stop.click();
    await dialog.getByText('Đã ra lệnh dừng lúc').waitFor();
  },
);

t.test(
  'a page whose file is missing comes by itself, and the red buttons stay',
  { timeout: 90_000 },
  async (t) => {
    const { page } = await desk.sit(t);
    await page.route('**/assets/log-page-*', (route) => route.fulfill({ status: 404 }));
    await page.route('**/api/session', (route) => route.abort());
    await page.getByRole('link', { name: 'Nhật ký phát' }).click();
    await page.getByText('Chưa tải được phần này của trang').waitFor();
    await accessible(t, page, 'a page without its file');
    await page.getByRole('button', { name: 'Dừng tất cả' }).click();
    const dialog = page.getByRole('dialog', { name: 'Dừng tất cả' });
    await dialog.getByRole('button', { name: 'Dừng tất cả loa ngay' }).waitFor();
    await page.keyboard.press('Escape');
    await page.unrouteAll();
    await mainHeading(page, 'Nhật ký phát').waitFor();
  },
);

t.test('an answer that breaks a page breaks that page only', { timeout: 60_000 }, async (t) => {
  const { page } = await desk.sit(t);
  const broken = { items: [{ id: 'a', severity: 'never heard of' }], next: null, total: 1 };
  await page.route('**/api/alerts?*', (route) => route.fulfill({ json: broken }));
  await page.getByRole('link', { name: 'Cảnh báo' }).click();
  await page.getByText('Phần này của trang bị lỗi').waitFor();
  await accessible(t, page, 'a broken page');
  await (await openEmergency(page)).getByLabel('Nội dung khẩn cấp').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Loa', exact: true }).click();
  await mainHeading(page, 'Loa').waitFor();
});

t.test('a session that ends over an open form costs nothing of it', { timeout: 60_000 }, async (t) => {
  const { page, context } = await desk.sit(t);
  await page.getByRole('link', { name: 'Bản tin', exact: true }).click();
  await page.getByRole('link', { name: 'Soạn bản tin' }).first().click();
  await page.getByLabel('Tên bản tin').fill('Lịch tiêm chủng');
  await page.getByLabel('Nội dung').fill('Sáng mai tiêm chủng ở trạm y tế xã.');
  await context.clearCookies();
  await press(page, 'Lưu bản nháp');
  await page.getByRole('dialog', { name: /đăng nhập lại/i }).waitFor();
  await accessible(t, page, 'signing in again');
  await signIn(page);
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  t.equal(await page.getByLabel('Tên bản tin').inputValue(), 'Lịch tiêm chủng');
  await press(page, 'Lưu bản nháp');
  await mainHeading(page, 'Lịch tiêm chủng').waitFor();
});

t.test(
  'a new bulletin whose submission fails is told to be a draft still',
  { timeout: 60_000 },
  async (t) => {
    const { page } = await desk.sit(t);
    await page.goto(`${desk.station.url}/bulletins/new`);
    await page.getByLabel('Tên bản tin').fill('Họp thôn');
    await page.getByLabel('Nội dung').fill('Tối nay họp thôn ở nhà văn hóa.');
    await page.route('**/submit', (route) => route.abort());
    await press(page, 'Gửi duyệt');
    await page.getByText('Không kết nối được với Trạm Số').waitFor();
    await mainHeading(page, 'Họp thôn').waitFor();
    await page.getByText('Bản nháp').first().waitFor();
  },
);

t.test('a text kept by the browser and one typed since: neither is lost', { timeout: 60_000 }, async (t) => {
  const { page } = await desk.sit(t);
  const isKept = (text: string) =>
    page.waitForFunction((text) => Object.values(localStorage).some((kept) => kept.includes(text)), text);
  page.on('dialog', (dialog) => dialog.accept());
  await page.goto(`${desk.station.url}/bulletins/new`);
  const text = page.getByLabel('Nội dung');
  await text.fill('Bài cũ chưa lưu.');
  await isKept('Bài cũ');
  await page.reload();
  const takeBack = page.getByRole('button', { name: 'Lấy lại phần soạn dở' });
  await takeBack.waitFor();
  await text.fill('Bài mới đang gõ.');
  await isKept('Bài mới');
  await takeBack.click();
  t.equal(await text.inputValue(), 'Bài cũ chưa lưu.');
  await takeBack.click();
  t.equal(await text.inputValue(), 'Bài mới đang gõ.');
  await page.reload();
  await takeBack.waitFor();
});

t.test('who could not be signed out is told so', { timeout: 60_000 }, async (t) => {
  const { page } = await desk.sit(t);
  await page.route('**/api/session', (route) =>
    route.request().method() === 'DELETE' ? route.abort() : route.fallback(),
  );
  await page.locator('.account-button').click();
  await page.getByRole('menuitem', { name: 'Đăng xuất' }).click();
  await page.getByText('Chưa đăng xuất được').waitFor();
});

t.test('what is gone has a heading and a way back', { timeout: 60_000 }, async (t) => {
  const { page } = await desk.sit(t);
  for (const path of ['bulletins', 'log', 'speakers', 'schedules']) {
    await page.goto(`${desk.station.url}/${path}/01a20310-0000-7000-8000-000000000000`);
    await mainHeading(page, 'Không tìm thấy mục này').waitFor();
    t.match(await page.title(), 'Không tìm thấy mục này');
    await page.locator('main').getByRole('link', { name: 'Về trang chính' }).waitFor();
  }
  await accessible(t, page, 'something that is gone');
});

t.test('the rows of the filter before are dimmed, and cannot be pressed', { timeout: 60_000 }, async (t) => {
  const { page } = await desk.sit(t);
  await page.goto(`${desk.station.url}/bulletins`);
  await page.getByRole('link', { name: /Lịch tiêm chủng/ }).waitFor();
  let answer = () => {};
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route('**/api/bulletins?*state=approved*', async (route) => {
    await held;
    await route.fallback();
  });
  await page.getByText('Đã duyệt', { exact: true }).click();
  await page.locator('.fetched[inert]').waitFor({ state: 'attached' });
  answer();
  await page.locator('.fetched[inert]').waitFor({ state: 'detached' });
  t.equal(await page.getByRole('link', { name: /Lịch tiêm chủng/ }).count(), 0);
});

t.test('a station that goes away and comes back', { timeout: 120_000 }, async (t) => {
  const { page } = await desk.sit(t);
  await desk.station.stop();
  await page.getByText('Mất kết nối với Trạm Số').waitFor({ timeout: 30_000 });
  await desk.station.start();
  await page.getByText('Mất kết nối với Trạm Số').waitFor({ state: 'detached', timeout: 40_000 });
  await mainHeading(page, 'Hôm nay').waitFor();
});
