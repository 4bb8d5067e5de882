import type { Browser } from 'playwright-core';
import t from 'tap';
import { type Station, startStation } from '../harness.ts';
import { launchChromium } from '../lab/chromium.ts';
import { DEVICES, openAs, sound, visit } from './walk.ts';

const TARGET = 'Trung tâm giám sát Công an tỉnh';
const REASON = 'Công an tỉnh đề nghị, trực bão số 9';

let station: Station;
let browser: Browser;
let url: string;

t.before(async () => {
  station = await startStation(t);
  const admin = await station.signIn('admin');
  // A port at which nobody ever answers.
  await admin.post('/api/cameras', { name: 'Cầu Tràn', url: 'rtsp://127.60.0.1:9/main' });
  ({ loopback: url } = await station.listen());
  browser = await launchChromium();
});
t.teardown(() => browser?.close());

t.test('a receiver is allowed, a camera relayed to it and stopped', { timeout: 90_000 }, async (t) => {
  const admin = await station.signIn('admin');
  const { page, complaints } = await openAs(t, browser, url, admin, DEVICES.desk);
  await visit(page, `${url}/cameras/relays`);
  await page.getByText('Không có camera nào đang được chuyển tiếp').waitFor();
  await page.getByRole('button', { name: 'Thêm nơi nhận' }).click();
  const target = page.getByRole('dialog', { name: 'Thêm nơi nhận' });
  await target.getByLabel('Tên nơi nhận').fill(TARGET);
  await target.getByLabel('Địa chỉ nhận').fill('http://giamsat.example/');
  await target.getByRole('button', { name: 'Thêm', exact: true }).click();
  await target.getByLabel('Địa chỉ nhận').and(page.locator('[aria-invalid="true"]')).waitFor();
  await sound(t, page, 'desk relay target dialog');
  await target.getByLabel('Địa chỉ nhận').fill('rtsp://127.60.0.2:9/cau-tran');
  await target.getByRole('button', { name: 'Thêm', exact: true }).click();
  await page.getByText('Đã thêm nơi nhận').waitFor();

  await page.getByRole('button', { name: 'Chuyển tiếp camera' }).click();
  const dialog = page.getByRole('dialog', { name: 'Chuyển tiếp camera' });
  await dialog.getByLabel('Camera', { exact: true }).selectOption('Cầu Tràn');
  await dialog.getByLabel('Nơi nhận').selectOption(TARGET);
  await dialog.getByLabel('Số phút').fill('15');
  await dialog.getByLabel('Lý do').fill(REASON);
  await sound(t, page, 'desk relay dialog');
  await dialog.getByRole('button', { name: 'Bắt đầu chuyển tiếp' }).click();
  const row = page.getByRole('listitem').filter({ hasText: `Cầu Tràn đến ${TARGET}` });
  await row.getByText('Còn 15 phút').waitFor();
  await row.getByText('Chưa gửi được').waitFor();
  await sound(t, page, 'desk relays under way');
  await row.getByRole('button', { name: 'Ngừng gửi' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Ngừng gửi' }).click();
  await page.getByText('Đã bấm ngừng').waitFor();

  await page.getByRole('button', { name: 'Xóa nơi nhận' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Xóa nơi nhận' }).click();
  await page.getByText('Chưa có nơi nhận nào').waitFor();
  // The browser tells of the address that was refused.
  t.equal(complaints.filter((complaint) => !complaint.includes('400')).length, 0, complaints.join());

  await visit(page, `${url}/cameras/viewings`);
  await page.getByText(`Lý do: ${REASON}`).waitFor();
  await page.getByRole('combobox', { name: 'Camera' }).selectOption('Cầu Tràn');
  await page.getByText(`Lý do: ${REASON}`).waitFor();
  await sound(t, page, 'desk viewings of one camera');
});

t.test('the police see what is relayed, and change nothing', { timeout: 60_000 }, async (t) => {
  const { page } = await openAs(t, browser, url, await station.signIn('police'), DEVICES.phone);
  await visit(page, `${url}/cameras/relays`);
  await page.getByText('Không có camera nào đang được chuyển tiếp').waitFor();
  t.equal(await page.getByRole('button', { name: 'Chuyển tiếp camera' }).count(), 0);
  t.equal(await page.getByRole('heading', { name: 'Nơi được phép nhận' }).count(), 0);
});
