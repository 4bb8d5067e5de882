import { setTimeout as wait } from 'node:timers/promises';
import t from 'tap';
import { startStation } from '../harness.ts';
import { RtspLab } from '../lab/cameras/rtsp/rtsp-lab.ts';
import { launchChromium } from '../lab/chromium.ts';
import { DEVICES, openAs, visit } from './walk.ts';

t.test('what is being recorded now plays on as it grows', { timeout: 120_000 }, async (t) => {
  const lab = await RtspLab.start();
  t.teardown(() => lab.stop());
  const account = { username: 'admin', password: 'matkhau-lab' };
  const host = await lab.host({ account });
  const { url: source } = await host.stream('/main', { audio: 'pcm_alaw' });
  const station = await startStation(t);
  const admin = await station.signIn('admin');
  const made = await admin.post('/api/cameras', { name: 'Cầu Tràn', url: source, ...account });
  const { id } = made.body.cameras[0];
  await admin.put(`/api/cameras/${id}/recording`, { mode: 'continuous' });
  const { loopback: url } = await station.listen();
  const browser = await launchChromium();
  t.teardown(() => browser.close());
  const recorded = async () => {
    const to = Date.now();
    const { body } = await admin.get(`/api/cameras/${id}/timeline?from=${to - 60_000}&to=${to}`);
    return body.spans.at(-1);
  };
  for (;;) {
    const span = await recorded();
    if (span && span.to - span.from > 8_000) break;
    await wait(500);
  }
  const person = await station.signIn('police');
  const { page, complaints } = await openAs(t, browser, url, person, DEVICES.desk);
  const from = (await recorded()).to - 6_000;
  await visit(page, `${url}/cameras/${id}/footage?at=${from}`);
  await page.getByRole('slider', { name: 'Dòng thời gian' }).press('Enter');
  const video = page.locator('video');
  await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2);
  const second = () => video.evaluate((element: HTMLVideoElement) => element.currentTime);
  const began = await second();
  // Far behind what was there when it began.
  await page.waitForFunction((end) => (document.querySelector('video')?.currentTime ?? 0) > end, began + 16, {
    timeout: 60_000,
  });
  await page.getByText('Hết hình đã ghi trong ngày').waitFor({ state: 'detached' });

  await visit(page, `${url}/cameras/${id}/footage`);
  t.ok(await page.getByRole('radio', { name: '10 phút' }).isChecked(), 'what is a minute old is shown close');
  await page.getByText('24 giờ', { exact: true }).click();
  const piece = await page.locator('.timeline > .timeline-piece[data-kind="continuous"]').boundingBox();
  t.ok(piece && piece.width >= 8, 'and is seen in the whole day');
  await page.getByRole('button', { name: 'Tới đoạn mới nhất' }).click();
  await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 0);
  t.ok(await page.getByRole('radio', { name: '10 phút' }).isChecked());
  t.same(complaints, []);
});
