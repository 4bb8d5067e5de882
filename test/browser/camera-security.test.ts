import t from 'tap';
import { openCameraDesk } from './camera-desk.ts';
import { DEVICES, openAs, sound, visit } from './walk.ts';

/** The security of all cameras, checked by one press, on real streams. */
t.setTimeout(200_000);
const { station, url, admin, browser, gateId, sit } = await openCameraDesk(t, '127.47.9.71');
const VERB = 'Kiểm tra an toàn tất cả camera';

t.test('one press checks them one after the other, and says what became of it', async (t) => {
  const { page, complaints } = await sit(t, '/cameras');
  await page.getByRole('button', { name: VERB }).click();
  await page
    .getByRole('region', { name: VERB })
    .getByText(/Đang kiểm tra an toàn: \d\/3 camera/)
    .waitFor();
  await sound(t, page, 'security of all cameras being checked');
  await page.getByText('Đã kiểm tra an toàn 3/3 camera').waitFor({ timeout: 90_000 });
  t.equal(
    await page
      .locator('.camera-row')
      .getByText(/\d+\/100 điểm/)
      .count(),
    3,
  );
  await sound(t, page, 'security of all cameras checked');
  await visit(page, `${url}/cameras`);
  await page.getByRole('button', { name: VERB }).waitFor();
  t.equal(await page.getByText('Đã kiểm tra an toàn 3/3').count(), 0, 'it is no news twice');
  const { items } = (await admin.get('/api/audit')).body;
  t.ok(items.some(({ action }: { action: string }) => action === 'camera.check_security'));
  t.same(complaints, []);
});

t.test('old firmware is advice at the camera, which stays green', async (t) => {
  const { page } = await sit(t, `/cameras/${gateId}`);
  await page.getByText('Lưu ý: Phần mềm cũ').waitFor({ timeout: 60_000 });
  await page.getByText('Hỏi nhà cung cấp bản mới').first().waitFor();
  await page.locator('.pill-good', { hasText: 'Hoạt động' }).waitFor();
  t.equal(await page.getByText('Cần kiểm tra').count(), 0);
  await page.getByText(/^Tình trạng này có từ hôm nay/).waitFor();
  await sound(t, page, 'a camera with advice');
});

t.test('a check can be stopped on the way', async (t) => {
  const person = await station.signIn('admin');
  const { page } = await openAs(t, browser, url, person, { ...DEVICES.phone, colorScheme: 'dark' });
  await visit(page, `${url}/cameras`);
  await page.getByRole('button', { name: VERB }).click();
  await page.getByRole('button', { name: 'Dừng kiểm tra' }).click();
  await page.getByText(/^Đã dừng giữa chừng, kiểm tra được [0-2]\/3 camera$/).waitFor();
  await sound(t, page, 'phone security check stopped');
});

t.test('it is for whoever may change cameras, and nobody else', async (t) => {
  for (const role of ['police', 'viewer'] as const) {
    const { page } = await sit(t, '/cameras', await station.signIn(role));
    await page.locator('.camera-row').first().waitFor();
    t.equal(await page.getByRole('button', { name: VERB }).count(), 0, role);
  }
});
