import type { Browser, Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { makeClip } from '../cameras/recording/clips.ts';
import { type Station, startStation } from '../harness.ts';
import { launchChromium } from '../lab/chromium.ts';
import { addSilentCamera, at, day, recordDay } from './recorded-day.ts';
import { DEVICES, type Device, openAs, sound, visit } from './walk.ts';

/** Recordings of minutes in a day of 24 hours: seen, pressed and found. */
t.setTimeout(120_000);

let station: Station;
let browser: Browser;
let url: string;
let store: string;
let bridge: string;

t.before(async () => {
  station = await startStation(t);
  const admin = await station.signIn('admin');
  store = await addSilentCamera(admin, 'Kho thóc');
  bridge = await addSilentCamera(admin, 'Cầu Tràn');
  const clip = await makeClip({ seconds: 20, size: '320x180' });
  await recordDay(station, store, [
    { from: at('02:00'), seconds: 60, clip, after: 'lost' },
    { from: at('21:00'), seconds: 90, clip, after: 'lost' },
  ]);
  await recordDay(station, bridge, [{ from: at('09:00'), seconds: 10, clip, after: 'off' }]);
  ({ loopback: url } = await station.listen());
  browser = await launchChromium();
});
t.teardown(() => browser?.close());

async function open(t: Test, camera: string, device: Device) {
  const person = await station.signIn('police');
  const { page, complaints } = await openAs(t, browser, url, person, DEVICES[device]);
  await visit(page, `${url}/cameras/${camera}/footage?day=${day}`);
  return { page, complaints };
}

const timeline = (page: Page) => page.getByRole('slider', { name: 'Dòng thời gian' });
const second = (page: Page) => page.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime);

t.test('far from each other they are wide enough, and the last one is a press away', async (t) => {
  for (const device of ['desk', 'phone'] as const) {
    const { page, complaints } = await open(t, store, device);
    t.ok(await page.getByRole('radio', { name: '24 giờ' }).isChecked(), 'they lie far from each other');
    const pieces = page.locator('.timeline > .timeline-piece[data-kind="continuous"]');
    t.equal(await pieces.count(), 2);
    const [strip, first] = [await timeline(page).boundingBox(), await pieces.first().boundingBox()];
    t.ok(first && first.width >= 8, `${device}: wide enough to be seen`);
    await sound(t, page, `${device} footage of minutes`);
    t.equal(await page.getByText(/^Bàn phím:/).isVisible(), device === 'desk', `${device}: keys`);
    const x = (first?.x ?? 0) - (strip?.x ?? 0);
    await timeline(page).click({ position: { x: x + 7, y: 40 } });
    await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 2 * 3600);
    t.ok((await second(page)) < 2 * 3600 + 60, `${device}: what was pressed is played`);

    await page.getByRole('button', { name: 'Tới đoạn cuối trong ngày' }).click();
    t.ok(await page.getByRole('radio', { name: '10 phút' }).isChecked());
    await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 21 * 3600 + 30);
    await sound(t, page, `${device} last footage of the day`);
    t.same(complaints, []);
  }
});

t.test('a few seconds alone are shown close', async (t) => {
  const { page, complaints } = await open(t, bridge, 'desk');
  t.ok(await page.getByRole('radio', { name: '10 phút' }).isChecked());
  const piece = await page.locator('.timeline > .timeline-piece[data-kind="continuous"]').boundingBox();
  t.ok(piece && piece.width > 10);
  t.same(complaints, []);
});
