import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { type SignedIn, type Station, startStation } from '../harness.ts';
import { LabCamera } from '../lab/cameras/lab-camera.ts';
import { USUAL_ACCOUNT } from '../lab/cameras/onvif/camera-options.ts';
import { launchChromium } from '../lab/chromium.ts';
import { press } from './steps.ts';
import { DEVICES, openAs, sound, visit } from './walk.ts';

// Cameras of the lab are on loopback addresses, where no station looks by itself.
process.env.TRAMSO_LAB = '1';
// Other tests have their cameras on the same loopback, at the same time.
const own = (name: string) => `${name}-${process.pid}`;

const OTHER = { username: 'admin', password: 'mật-khẩu-khác 9' };
const HOUSES = [
  { address: '127.52.0.11', name: 'Cổng UBND' },
  { address: '127.52.0.12', name: 'Chợ xã' },
  { address: '127.52.0.13', name: 'Trạm y tế' },
  { address: '127.52.0.14', name: 'Hộ ông Nam', account: OTHER },
];

async function addedCameras(admin: SignedIn): Promise<{ id: string; name: string; host: string }[]> {
  return (await admin.get('/api/cameras')).body.items;
}

async function startCameras(t: Pick<Test, 'teardown'>): Promise<LabCamera[]> {
  const cameras: LabCamera[] = [];
  for (const { address, name, account } of HOUSES) {
    const options = { address, name, maker: 'Lab', model: 'LC-2000', serial: own(address) };
    cameras.push(await LabCamera.start({ ...options, ...(account && { account }) }));
  }
  t.teardown(() => Promise.all(cameras.map((camera) => camera.stop())));
  return cameras;
}

t.test('from an empty list to four cameras', { timeout: 120_000 }, async (t) => {
  const station: Station = await startStation(t);
  const admin = await station.signIn('admin');
  const { loopback: url } = await station.listen();
  const [browser, cameras] = await Promise.all([launchChromium(), startCameras(t)]);
  t.teardown(() => browser.close());
  const { page, complaints } = await openAs(t, browser, url, admin, DEVICES.desk);

  await visit(page, `${url}/cameras`);
  await page.getByRole('heading', { name: 'Chưa có camera nào' }).waitFor();
  await page.getByRole('link', { name: 'Tìm camera' }).last().click();
  await press(page, /^Tìm trong mạng nội bộ/);
  await page.getByText(/^Tìm thấy \d+ thiết bị/).waitFor();
  await page.getByText('Máy này (127.0.0.1)').waitFor();
  await sound(t, page, 'found cameras');
  await choose(page);
  await press(page, 'Tiếp tục với 4 camera');

  await page.getByText('Mỗi camera chỉ được thử đúng một lần').waitFor();
  await sound(t, page, 'account of the cameras');
  await giveAccount(page, USUAL_ACCOUNT);
  await press(page, 'Thêm 4 camera');
  await page.getByRole('heading', { name: 'Đã thêm 3 camera' }).waitFor();
  await page.getByText('Trạm Số chỉ thử một lần, để camera không bị khóa').waitFor();
  await sound(t, page, 'what became of the cameras');
  t.equal(cameras[3]?.gate.failures.length, 1, 'a wrong account is tried once');

  await press(page, 'Dùng tài khoản khác cho 1 camera');
  await giveAccount(page, OTHER);
  await press(page, 'Thêm 1 camera');
  await page.getByRole('heading', { name: 'Đã thêm 1 camera' }).waitFor();
  const added = await addedCameras(admin);
  t.same(added.map(({ host }) => host).sort(), HOUSES.map(({ address }) => address).sort());

  await t.test('one gets its name and its owner', async (t) => {
    await page.getByRole('link', { name: 'Đặt tên, vị trí' }).click();
    await page.getByLabel('Tên camera').fill('Nhà ông Nam');
    await page.getByLabel('Thuộc về').selectOption('household');
    await page.getByLabel('Tên đơn vị hoặc chủ hộ').fill('Ông Trần Văn Nam');
    await page.getByRole('button', { name: 'Lưu', exact: true }).first().click();
    await page.getByRole('heading', { name: 'Nhà ông Nam', level: 1 }).waitFor();
    await page.getByText('Hộ dân chia sẻ: Ông Trần Văn Nam').waitFor();
    const { body } = await admin.get(`/api/cameras/${page.url().split('/').at(-1)}`);
    t.match(body, { name: 'Nhà ông Nam', owner: 'household', ownerName: 'Ông Trần Văn Nam' });
  });

  await t.test('who searches again sees that they are there already', async () => {
    await visit(page, `${url}/cameras/add`);
    await press(page, /^Tìm theo địa chỉ/);
    await page.getByLabel('Địa chỉ hoặc dải địa chỉ').fill('127.52.0.11 – 127.52.0.12, 127.52.0.14');
    await press(page, 'Bắt đầu tìm');
    await page.getByRole('heading', { name: 'Tìm thấy 3 thiết bị, 0 chưa có trong danh sách' }).waitFor();
    await page.getByRole('link', { name: 'Đã có' }).nth(2).waitFor();
  });
  t.same(complaints, [], 'the browser had nothing to complain about');
});

/** Of all that is found only those of this test. */
async function choose(page: Page): Promise<void> {
  await page.getByRole('checkbox', { name: /^Tất cả camera chưa thêm/ }).uncheck();
  for (const { address } of HOUSES) await page.getByRole('checkbox', { name: address }).check();
}

async function giveAccount(page: Page, account: { username: string; password: string }): Promise<void> {
  await page.getByLabel('Tên đăng nhập camera').fill(account.username);
  await page.getByLabel('Mật khẩu camera').fill(account.password);
}
