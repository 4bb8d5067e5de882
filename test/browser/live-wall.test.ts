import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import t from 'tap';
import { openCameraDesk } from './camera-desk.ts';
import { shownPicture, until } from './shown-pictures.ts';
import { sound } from './walk.ts';

/** The wall of a commune with real streams, steering, and who is told of a relay. */
t.setTimeout(280_000);
const { station, admin, gate, gateId, marketId, sit } = await openCameraDesk(t, '127.47.9.61');

const tile = (page: Page, name: string) =>
  page.locator('.wall-tile').filter({ has: page.getByLabel(name, { exact: true }) });

t.test('the wall plays all of them; a camera that goes says so over its last picture', async (t) => {
  const { page } = await sit(t, '/cameras/wall');
  for (const name of ['Cổng ủy ban', 'Chợ', 'Cầu Đông'])
    await tile(page, name).locator('[data-live="playing"]').waitFor({ timeout: 30_000 });
  await sound(t, page, 'the wall');
  await gate.unplug();
  await tile(page, 'Cổng ủy ban').getByText('Camera không trả lời').waitFor({ timeout: 40_000 });
  const last = '.live:has(video[aria-label="Cổng ủy ban"])';
  const kept =
    (await shownPicture(page, `${last} video`)) ?? (await shownPicture(page, `${last} canvas:not([role])`));
  t.ok(kept, 'its last picture is still there');
  await sound(t, page, 'the wall without one');
  await gate.plug();
  await tile(page, 'Cổng ủy ban').locator('[data-live="playing"]').waitFor({ timeout: 60_000 });
});

t.test('a press on the name enlarges a camera, Escape leads back; what is chosen is kept', async (t) => {
  const { page } = await sit(t, '/cameras/wall');
  await page.getByRole('button', { name: '9 hình', exact: true }).click();
  await page.getByRole('button', { name: 'Xem lớn camera Chợ' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Chợ' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { level: 1, name: 'Xem trực tiếp' }).waitFor();
  await page.locator('.wall-picture').first().dblclick();
  await page.waitForURL(/camera=/);
  await page.getByRole('button', { name: 'Về tường camera' }).click();
  await page.reload();
  await page.locator('.wall-grid[data-size="9"]').waitFor();
  await page.getByRole('button', { name: '4 hình', exact: true }).click();
  await page.getByRole('button', { name: 'Toàn màn hình' }).click();
  await page.locator('.wall[data-full]').waitFor();
  await page.getByRole('button', { name: 'Thu nhỏ', exact: true }).click();
  await page.locator('.wall:not([data-full])').waitFor();
});

t.test('a snapshot is a JPEG named after camera and time', async (t) => {
  const { page } = await sit(t, `/cameras/wall?camera=${gateId}`);
  await page.locator('[data-live="playing"]').waitFor({ timeout: 30_000 });
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Lưu ảnh chụp từ camera Cổng ủy ban' }).click(),
  ]);
  t.match(download.suggestedFilename(), /^Cổng ủy ban_\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d\.jpg$/);
  const jpeg = readFileSync(await download.path());
  t.equal(jpeg.readUInt16BE(0), 0xffd8);
});

t.test('a camera moves while a button or an arrow key is held, and stops whatever happens', async (t) => {
  const { page } = await sit(t, `/cameras/wall?camera=${gateId}`);
  const head = gate.head();
  if (!head) throw new Error('the lab camera has no head');
  const right = page.getByRole('button', { name: 'Quay phải' });
  await right.hover();
  const before = head.position.pan;
  await page.mouse.down();
  await until('it moves', () => head.moving);
  await page.waitForTimeout(1_500);
  t.ok(head.moving, 'still, after more than one order');
  await page.mouse.up();
  await until('it stands', () => !head.moving, 3_000);
  t.ok(head.position.pan > before);

  await page.getByRole('group', { name: 'Điều khiển camera quay' }).focus();
  await page.keyboard.down('ArrowUp');
  await until('it moves', () => head.moving);
  t.ok(head.position.tilt >= 0);
  await page.keyboard.up('ArrowUp');
  await until('it stands', () => !head.moving, 3_000);

  await page.keyboard.down('+');
  await until('it zooms', () => head.moving);
  await page.evaluate('window.dispatchEvent(new Event("blur"))');
  await until('it stands once the window is left', () => !head.moving, 900);
  await page.keyboard.up('+');

  await page.getByLabel('Tên góc nhìn mới').fill('Cổng chính');
  await page.getByRole('button', { name: 'Lưu góc nhìn hiện tại' }).click();
  await page.getByRole('button', { name: 'Cổng chính', exact: true }).click();
  await page.getByRole('button', { name: 'Xóa góc nhìn Cổng chính' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Xóa góc nhìn' }).click();
  await page.getByText('Chưa lưu góc nhìn nào').waitFor();
  t.equal(head.presets.size, 0);
  await sound(t, page, 'steering');
});

t.test('who may not move it sees no pad', async (t) => {
  const viewer = await station.signIn('viewer');
  const { page } = await sit(t, `/cameras/wall?camera=${gateId}`, viewer);
  await page.getByRole('heading', { level: 1, name: 'Cổng ủy ban' }).waitFor();
  t.equal(await page.getByRole('button', { name: 'Quay phải' }).count(), 0);
});

t.test('whoever sees cameras is told while one is being relayed', async (t) => {
  const made = async (path: string, body: object) => (await admin.post(path, body)).body.id as string;
  // Nobody listens there: a relay that does not get through is one all the same.
  const target = { name: 'Công an tỉnh', url: 'rtsp://127.0.0.1:9/xa' };
  const targetId = await made('/api/camera-relay-targets', target);
  const viewer = await sit(t, '/cameras/wall', await station.signIn('viewer'));
  const own = await sit(t, '/');
  const relay = { cameraId: marketId, targetId, minutes: 12, reason: 'Theo yêu cầu của công an tỉnh' };
  const relayId = await made('/api/camera-relays', relay);
  for (const { page } of [viewer, own]) {
    await page.getByText('Hình camera Chợ đang được chuyển tiếp đến Công an tỉnh, còn 12 phút').waitFor();
    t.equal(await page.getByRole('link', { name: 'Xem và dừng' }).count(), page === own.page ? 1 : 0);
    await sound(t, page, `a relay, seen by ${page === own.page ? 'admin' : 'viewer'}`);
  }
  await admin.delete(`/api/camera-relays/${relayId}`);
  for (const { page } of [viewer, own])
    await page.getByText('đang được chuyển tiếp đến').waitFor({ state: 'detached', timeout: 15_000 });
  t.same([...viewer.complaints, ...own.complaints], []);
});
