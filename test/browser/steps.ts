import type { Page } from 'playwright-core';
import { localDay, localTime } from '../../src/clock.ts';
import { PASSWORD, PIN } from '../harness.ts';

/** What a newcomer does, click by click, by the words on the screen. */

export const COMMUNE = 'Tân Lập';
export const ZONES = ['Thôn Đông', 'Thôn Đoài', 'Thôn Trung'];

/** The wizard of the first run, from the code on the machine's screen to the panel. */
export async function firstRun(page: Page, url: string, code: string): Promise<void> {
  await page.goto(url);
  await page.getByLabel('Mã khởi tạo').fill(code);
  await press(page, 'Tiếp tục');
  await page.getByLabel('Họ và tên').fill('Nguyễn Thị Hoa');
  await page.getByLabel('Tên đăng nhập').fill('hoa.nguyen');
  await page.getByLabel('Mật khẩu', { exact: true }).fill(PASSWORD);
  await page.getByLabel('Mã PIN phát khẩn cấp').fill(PIN);
  await press(page, 'Tạo tài khoản');
  await page.getByLabel('Tên riêng').fill(COMMUNE);
  await press(page, 'Tiếp tục');
  await page.getByLabel('Danh sách thôn').fill(ZONES.join('\n'));
  await press(page, 'Thêm các tên này');
  await page.getByRole('heading', { name: 'Trạm Số đã sẵn sàng' }).waitFor();
}

/** Turns a second tab into a speaker of the whole commune and confirms that its tone was heard. */
export async function addWebSpeaker(page: Page, loa: Page, plainUrl: string, name: string): Promise<void> {
  await page.goto(new URL('/speakers/add', page.url()).href);
  await page.getByRole('button', { name: /Điện thoại, máy tính bảng/ }).click();
  await press(page, 'Lấy mã ghép');
  // A station that was started without --lan does not pretend that a phone could reach it.
  await page.getByText('chỉ phục vụ chính máy này').waitFor();
  const code = (await page.locator('.pairing-code').innerText()).trim();
  await loa.goto(`${plainUrl}/loa`);
  await loa.getByLabel('Mã ghép').fill(code);
  await loa.getByLabel('Tên loa').fill(name);
  await press(loa, 'Ghép loa');
  await page.getByText(`Đã ghép “${name}”`).waitFor();
  await press(page, 'Tiếp tục');
  const tone = page.getByRole('button', { name: 'Phát tiếng thử' });
  await tone.click();
  await page.getByText('Loa báo đã phát xong').waitFor({ timeout: 20_000 });
  await press(page, 'Tôi đã nghe thấy');
  await page.getByRole('heading', { name: 'Loa đã sẵn sàng' }).waitFor();
}

/** Writes a bulletin and asks for its approval; returns the address of its page. */
export async function writeBulletin(page: Page, title: string, text: string): Promise<string> {
  await page.goto(new URL('/bulletins/new', page.url()).href);
  await page.getByLabel('Tên bản tin').fill(title);
  await page.getByLabel('Nội dung').fill(text);
  await press(page, 'Gửi duyệt');
  await page.getByText('Chờ duyệt').first().waitFor();
  return page.url();
}

/** Plays an approved bulletin in the whole commune, at once. */
export async function playNow(page: Page, bulletinUrl: string): Promise<void> {
  await page.goto(bulletinUrl);
  await press(page, 'Phát ngay');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: /Toàn bộ/ }).check();
  await dialog.getByRole('button', { name: 'Phát ngay' }).click();
  await page.waitForURL(/\/log\//);
}

export async function press(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
}

/** Adds somebody, a leader who approves if not said otherwise; returns the one-time password that is handed over. */
export async function addApprover(
  page: Page,
  name: string,
  username: string,
  role = /Duyệt phát/,
): Promise<{ username: string; password: string }> {
  await page.goto(new URL('/users', page.url()).href);
  await press(page, 'Thêm người dùng');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Họ và tên').fill(name);
  await dialog.getByLabel('Tên đăng nhập').fill(username);
  await dialog.getByRole('radio', { name: role }).check();
  await dialog.getByRole('button', { name: 'Tạo tài khoản' }).click();
  const password = await page.getByRole('dialog').locator('code').innerText();
  return { username, password };
}

/** Signs in with a one-time password and chooses an own one. */
export async function firstSignIn(
  page: Page,
  url: string,
  username: string,
  password: string,
): Promise<void> {
  await page.goto(url);
  await page.getByLabel('Tên đăng nhập').fill(username);
  await page.getByLabel('Mật khẩu', { exact: true }).fill(password);
  await press(page, 'Đăng nhập');
  await page.getByLabel('Mật khẩu hiện tại').fill(password);
  await page.getByLabel('Mật khẩu mới', { exact: true }).fill(PASSWORD);
  await page.getByLabel('Gõ lại mật khẩu mới').fill(PASSWORD);
  await press(page, 'Đổi mật khẩu');
  await page.getByRole('heading', { name: 'Hôm nay', exact: true }).waitFor();
}

export async function approve(page: Page, bulletinUrl: string): Promise<void> {
  await page.goto(bulletinUrl);
  await press(page, 'Duyệt');
  await page.getByText('Đã duyệt').first().waitFor();
}

/** Plans the bulletin for the whole commune at the next minute that leaves time to type; returns its instant. */
export async function scheduleSoon(page: Page, bulletinUrl: string): Promise<number> {
  const plannedAt = Math.ceil((Date.now() + 15_000) / 60_000) * 60_000;
  await page.goto(bulletinUrl);
  await page.getByRole('link', { name: 'Đặt lịch' }).click();
  const [year, month, day] = localDay(plannedAt).split('-');
  await page.getByText('Một lần', { exact: true }).click();
  await page.getByRole('textbox', { name: 'Ngày phát' }).fill(`${day}/${month}/${year}`);
  await page.getByRole('textbox', { name: 'Giờ phát' }).first().fill(localTime(plannedAt).slice(0, 5));
  await press(page, 'Thêm giờ');
  await page.getByRole('checkbox', { name: /Toàn bộ/ }).check();
  await press(page, 'Lưu lịch phát');
  await page.getByText('Đã lưu lịch phát').first().waitFor();
  return plannedAt;
}
