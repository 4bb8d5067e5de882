import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { startStation } from '../harness.ts';
import { launchChromium } from '../lab/chromium.ts';
import { DEVICES, openAs, sound, visit } from './walk.ts';

/** Any picture will do for a map. */
const PICTURE = join(import.meta.dirname, 'pictures', 'today.png');

t.test('the map is brought, and cameras are put on it', { timeout: 120_000 }, async (t) => {
  const station = await startStation(t);
  const admin = await station.signIn('admin');
  const { loopback: url } = await station.listen();
  const browser = await launchChromium();
  t.teardown(() => browser.close());
  const names = ['Cổng UBND', 'Chợ xã'];
  const ids: string[] = [];
  for (const [index, name] of names.entries()) {
    const body = { name, url: `rtsp://127.61.0.${index + 1}:9/1` };
    ids.push((await admin.post('/api/cameras', body)).body.cameras[0].id);
  }
  const [first = '', second = ''] = ids;
  const placeOf = async (id: string) => {
    const { mapX, mapY } = (await admin.get(`/api/cameras/${id}`)).body;
    return { mapX, mapY };
  };
  const until = async (
    id: string,
    isThere: (at: { mapX: number | null; mapY: number | null }) => boolean,
  ) => {
    for (;;) {
      const at = await placeOf(id);
      if (isThere(at)) return at;
      await page.waitForTimeout(100);
    }
  };
  const { page, complaints } = await openAs(t, browser, url, admin, DEVICES.desk);

  await visit(page, `${url}/cameras/map`);
  await page.getByRole('heading', { name: 'Chưa có ảnh bản đồ' }).waitFor();
  await page.locator('input[type=file]').setInputFiles({
    name: 'ban-do.png',
    mimeType: 'image/png',
    buffer: readFileSync(PICTURE),
  });
  const picture = page.getByRole('img', { name: 'Bản đồ của xã' });
  await picture.waitFor();
  t.ok(await picture.evaluate((img: HTMLImageElement) => img.decode().then(() => img.naturalWidth > 0)));
  await page.getByRole('button', { name: 'Sắp xếp vị trí' }).click();

  await t.test('by choosing one and pressing where it is', async (t) => {
    await page.getByRole('button', { name: 'Cổng UBND', exact: true }).click();
    await page.getByText('Bấm lên bản đồ để đặt “Cổng UBND”.').waitFor();
    const now = await picture.boundingBox();
    if (!now) throw new Error('the map is not drawn');
    await picture.click({ position: { x: now.width / 4, y: now.height / 2 } });
    const { mapX, mapY } = await until(first, (at) => at.mapX !== null);
    t.ok(Math.abs(Number(mapX) - 0.25) < 0.01 && Math.abs(Number(mapY) - 0.5) < 0.01, `${mapX}, ${mapY}`);
  });

  await t.test('by keys alone', async (t) => {
    await page.getByRole('button', { name: 'Chợ xã', exact: true }).press('Enter');
    await page.getByRole('button', { name: 'Đặt vào giữa bản đồ' }).press('Enter');
    const pin = page.getByRole('button', { name: 'Di chuyển Chợ xã' });
    await pin.press('Shift+ArrowRight');
    await pin.press('ArrowUp');
    t.same(await until(second, ({ mapX }) => mapX === 0.55), { mapX: 0.55, mapY: 0.495 });
    await sound(t, page, 'map that is arranged');
    await pin.press('Delete');
    await until(second, ({ mapX }) => mapX === null);
  });

  await t.test('by dragging', async (t) => {
    const pin = page.getByRole('button', { name: 'Di chuyển Cổng UBND' });
    await picture.scrollIntoViewIfNeeded();
    const from = await pin.boundingBox();
    const map = await picture.boundingBox();
    if (!from || !map) throw new Error('the camera is not on the map');
    await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
    await page.mouse.down();
    await page.mouse.move(map.x + map.width * 0.6, map.y + map.height * 0.7, { steps: 5 });
    await page.mouse.move(map.x + map.width * 0.75, map.y + map.height * 0.75);
    await page.mouse.up();
    const { mapX, mapY } = await until(first, (at) => Number(at.mapX) > 0.7);
    t.ok(Math.abs(Number(mapX) - 0.75) < 0.01 && Math.abs(Number(mapY) - 0.75) < 0.01, `${mapX}, ${mapY}`);
  });

  await page.getByRole('button', { name: 'Xong' }).click();
  await page.getByRole('link', { name: /^Cổng UBND: / }).click();
  await page.getByRole('heading', { name: 'Cổng UBND', level: 1 }).waitFor();
  t.same(complaints, [], 'the browser had nothing to complain about');
});
