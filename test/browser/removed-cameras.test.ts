import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import t from 'tap';
import { DAY_MS } from '../../src/clock.ts';
import { makeClip } from '../cameras/recording/clips.ts';
import { startStation } from '../harness.ts';
import { launchChromium } from '../lab/chromium.ts';
import { stationFolder } from '../station-folder.ts';
import { recordDay } from './recorded-day.ts';
import { DEVICES, openAs, visit } from './walk.ts';

t.test(
  'what was recorded of a removed camera is found, seen and deleted',
  { timeout: 120_000 },
  async (t) => {
    const station = await startStation(t);
    const admin = await station.signIn('admin');
    const made = await admin.post('/api/cameras', {
      name: 'Cầu Tràn',
      url: 'rtsp://127.0.0.1:9/x',
      place: 'Đầu cầu phía đông',
    });
    const { id } = made.body.cameras[0];
    await admin.put(`/api/cameras/${id}/recording`, { mode: 'continuous' });
    const clip = await makeClip({ seconds: 10, size: '160x120' });
    const yesterday = Math.floor((Date.now() - DAY_MS) / 60_000) * 60_000;
    await recordDay(station, id, [{ from: yesterday, seconds: 65, clip, after: 'off' }]);
    t.equal((await admin.delete(`/api/cameras/${id}?recordings=keep`)).status, 204);

    const { loopback: url } = await station.listen();
    const browser = await launchChromium();
    t.teardown(() => browser.close());
    const { page, complaints } = await openAs(t, browser, url, admin, DEVICES.desk);
    await visit(page, `${url}/cameras`);
    await page.getByRole('button', { name: 'Các trang khác về camera' }).click();
    await page.getByRole('menuitem', { name: 'Hình của camera đã xóa' }).click();
    const card = page.getByRole('article', { name: 'Cầu Tràn' });
    await card.getByText('Đầu cầu phía đông').waitFor();
    await card.getByRole('link', { name: 'Xem lại' }).click();
    await page.getByRole('heading', { name: 'Xem lại: Cầu Tràn' }).waitFor();
    await page.getByRole('button', { name: 'Xem', exact: true }).click();
    await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2);

    await visit(page, `${url}/cameras/removed`);
    await card.getByRole('button', { name: 'Xóa các bản ghi này' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Hình đã xóa không lấy lại được').waitFor();
    await dialog.getByRole('button', { name: 'Xóa các bản ghi này' }).click();
    await page.getByText('Không còn hình ghi của camera nào đã xóa').waitFor();
    t.same(complaints, []);
  },
);

t.test(
  'a chosen folder on the system’s disk is confirmed in the settings',
  { timeout: 120_000 },
  async (t) => {
    const folder = join(stationFolder(t), 'ghi-hinh');
    mkdirSync(folder);
    const station = await startStation(t);
    const admin = await station.signIn('admin');
    station.app.settings.find('cameras')?.set({ recordingFolder: folder });
    const faultOf = async () => (await admin.get('/api/camera-storage')).body.fault;
    for (let i = 0; i < 100 && (await faultOf()) === null; i++) await wait(50);
    t.equal(await faultOf(), 'unconfirmed');
    const { loopback: url } = await station.listen();
    const browser = await launchChromium();
    t.teardown(() => browser.close());
    const { page, complaints } = await openAs(t, browser, url, admin, DEVICES.desk);
    await visit(page, `${url}/settings/cameras`);
    await page.getByText('Thư mục này nằm trên ổ đĩa hệ thống').waitFor();
    await page.getByRole('button', { name: 'Vẫn ghi vào thư mục này' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('hãy hủy và gắn ổ trước').waitFor();
    await dialog.getByRole('button', { name: 'Vẫn ghi vào thư mục này' }).click();
    await page.getByText('Trạm Số đang dùng thư mục này.').waitFor();
    await page.getByText('Thư mục này nằm trên ổ đĩa hệ thống').waitFor({ state: 'detached' });
    t.equal(await faultOf(), null);
    t.same(complaints, []);
  },
);
