import type { Browser } from 'playwright-core';
import t, { type Test } from 'tap';
import { makeClip } from '../cameras/recording/clips.ts';
import { type Station, startStation } from '../harness.ts';
import { launchChromium } from '../lab/chromium.ts';
import { addSilentCamera, at, day, recordDay } from './recorded-day.ts';
import { DEVICES, openAs, sound, visit } from './walk.ts';

/** Pieces that were ended by force, since the camera sent no key frame: what a browser cannot show is said. */
t.setTimeout(120_000);

/** The recorder's own 14 min are more than such a test needs; a piece of so much is known as one of these. */
const LONGEST_MS = 100_000;

let station: Station;
let browser: Browser;
let url: string;
let gate: string;
let pond: string;

t.before(async () => {
  station = await startStation(t);
  const admin = await station.signIn('admin');
  gate = await addSilentCamera(admin, 'Cổng đình');
  pond = await addSilentCamera(admin, 'Ao cá');
  const clip = await makeClip({ seconds: 300, size: '160x120', fps: 5, gop: 10_000 });
  const part = { clip, after: 'off', longestMs: LONGEST_MS } as const;
  // The clip begins anew, and with a key frame, at 07:10.
  await recordDay(station, gate, [{ from: at('07:05'), seconds: 330, ...part }]);
  await recordDay(station, pond, [{ from: at('08:00'), seconds: 160, ...part }]);
  ({ loopback: url } = await station.listen());
  browser = await launchChromium();
});
t.teardown(() => browser?.close());

async function open(t: Test, camera: string, from: string) {
  const { page, complaints } = await openAs(t, browser, url, await station.signIn('police'), DEVICES.desk);
  await visit(page, `${url}/cameras/${camera}/footage?day=${day}&at=${at(from)}`);
  await page.getByRole('button', { name: 'Xem', exact: true }).click();
  return { page, complaints };
}

t.test('it goes on at the next key frame, and says what is passed over', async (t) => {
  const { page, complaints } = await open(t, gate, '07:07:30');
  await page
    .getByText(/^Từ 07:07:\d\d đến 07:10:\d\d có ghi nhưng trình duyệt không hiện được/)
    .waitFor({ timeout: 20_000 });
  const second = await page.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime);
  t.ok(second >= (at('07:10') - at('00:00')) / 1_000 - 1, `${second}`);
  t.equal(await page.locator('.timeline > .timeline-piece[data-gap="wrong"]').count(), 0);
  t.same(complaints, []);
});

t.test('where nothing more can be shown, an export is offered', async (t) => {
  const { page, complaints } = await open(t, pond, '08:01:50');
  const word = page.getByRole('alert').filter({ hasText: 'có ghi nhưng trình duyệt không hiện được' });
  await word.waitFor({ timeout: 20_000 });
  await sound(t, page, 'desk footage without a key frame');
  await word.getByRole('button', { name: 'Tải về để xem' }).click();
  await page.getByRole('dialog', { name: 'Trích xuất đoạn ghi hình' }).waitFor();
  t.same(complaints, []);
});
