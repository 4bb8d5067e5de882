import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Browser, Download, Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { addDays } from '../../src/clock.ts';
import type { Role } from '../../src/web/roles.ts';
import { makeClip } from '../cameras/recording/clips.ts';
import { type Station, startStation } from '../harness.ts';
import { launchChromium } from '../lab/chromium.ts';
import { addSilentCamera, at, day, recordDay, reportMotion } from './recorded-day.ts';
import { DEVICES, type Device, openAs, shown, sound, visit } from './walk.ts';

const REASON = 'Vụ mất xe máy trước cổng trường';

let station: Station;
let browser: Browser;
let url: string;
let gate: string;
let newer: string;

t.before(async () => {
  station = await startStation(t);
  const admin = await station.signIn('admin');
  gate = await addSilentCamera(admin, 'Cổng trường');
  newer = await addSilentCamera(admin, 'Ngã ba chợ');
  const clip = await makeClip({ seconds: 20, size: '320x180' });
  const hevc = { ...clip, init: { ...clip.init, mime: 'video/mp4; codecs="hvc1.1.6.L93.B0"' } };
  await recordDay(station, gate, [
    { from: at('08:00'), seconds: 150, clip, after: 'lost' },
    { from: at('08:10'), seconds: 90, clip, after: 'off' },
    { from: at('13:00'), seconds: 30, clip, reason: 'motion', after: 'motion' },
  ]);
  await recordDay(station, newer, [{ from: at('09:00'), seconds: 10, clip: hevc, after: 'off' }]);
  reportMotion(station, gate, [at('08:01'), at('13:00:05')]);
  ({ loopback: url } = await station.listen());
  browser = await launchChromium();
});
t.teardown(() => browser?.close());

async function open(t: Test, role: Role, path: string, device: Device = 'desk') {
  const { page, complaints } = await openAs(t, browser, url, await station.signIn(role), DEVICES[device]);
  await visit(page, url + path);
  return { page, complaints };
}

const footage = (camera: string, time: string) => `/cameras/${camera}/footage?at=${at(time)}`;
const timeline = (page: Page) => page.getByRole('slider', { name: 'Dòng thời gian' });
const second = (page: Page) => page.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime);

/** The picture as numbers, to see whether it moves. */
function pixels(page: Page): Promise<number[]> {
  return page.locator('video').evaluate((video: HTMLVideoElement) => {
    const canvas = document.createElement('canvas');
    canvas.width = 32;
    canvas.height = 18;
    const context = canvas.getContext('2d');
    context?.drawImage(video, 0, 0, 32, 18);
    return [...(context?.getImageData(0, 0, 32, 18).data ?? [])];
  });
}

t.test('the day: what there is, what is missing and why, and it plays', { timeout: 120_000 }, async (t) => {
  const { page, complaints } = await open(t, 'police', footage(gate, '08:00:20'));
  t.match(await timeline(page).getAttribute('aria-valuetext'), /^08:00:20\. Ghi liên tục/);
  await page.getByText('Những lúc không có hình').click();
  await page.getByText('Mất hình từ camera').waitFor();

  await timeline(page).press('Enter');
  await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 8 * 3600 + 20.3);
  const before = await pixels(page);
  await page.waitForTimeout(700);
  const after = await pixels(page);
  t.ok(
    before.some((value) => value > 0),
    'there is a picture',
  );
  t.ok(
    before.some((value, i) => Math.abs(value - (after[i] ?? 0)) > 8),
    'and it moves',
  );
  await page.getByText('Đồng hồ camera nhanh hơn Trạm Số 3,4 giây').waitFor();

  await t.test('frame by frame, and faster', async (t) => {
    await page.getByRole('button', { name: 'Tạm dừng' }).click();
    const stood = await second(page);
    await page.getByRole('button', { name: 'Tới một khung hình' }).click();
    t.ok(Math.abs((await second(page)) - stood - 0.04) < 0.01, 'one twenty-fifth of a second');
    await page.getByLabel('Tốc độ xem').selectOption('8');
    await page.getByRole('button', { name: 'Xem', exact: true }).click();
    await page.waitForFunction(
      (from) => (document.querySelector('video')?.currentTime ?? 0) > from + 30,
      stood,
    );
  });

  await t.test('over the seams of the segments, and over the gap with a word', async (t) => {
    await page.getByText('Không có hình từ 08:02:30 đến 08:10:00').waitFor({ timeout: 30_000 });
    await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 8 * 3600 + 600.5);
    t.match(await timeline(page).getAttribute('aria-valuetext'), /^08:10:/);
  });

  await t.test('by keys, closer and wider', async (t) => {
    await timeline(page).focus();
    await page.keyboard.press(' ');
    for (const zoom of ['6 giờ', '1 giờ', '10 phút']) {
      await page.keyboard.press('+');
      t.ok(await page.getByRole('radio', { name: zoom, exact: true }).isChecked(), zoom);
    }
    const stood = await second(page);
    await page.keyboard.press('ArrowRight');
    t.ok(Math.abs((await second(page)) - stood - 1) < 0.1, 'a second at a time');
    await page.keyboard.press('-');
    t.ok(await page.getByRole('radio', { name: '1 giờ' }).isChecked());
    await sound(t, page, 'desk footage playing');
  });

  await t.test('the end of the day’s recording', async () => {
    await timeline(page).press('End');
    await page.getByText('Hết hình đã ghi trong ngày').waitFor();
  });
  t.same(complaints, []);
});

t.test('who looks is written down, and opening the page is no look', { timeout: 60_000 }, async (t) => {
  const { page } = await open(t, 'viewer', footage(gate, '13:00:02'));
  const admin = await station.signIn('admin');
  const looks = async () => {
    const { items } = (await admin.get('/api/camera-viewings')).body;
    return items.filter(({ userName }: { userName: string }) => userName === 'Người thử viewer');
  };
  t.same(await looks(), []);
  t.equal(
    await page.getByRole('button', { name: 'Trích xuất đoạn này' }).count(),
    0,
    'not for who only looks',
  );
  await timeline(page).press('Enter');
  await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 13 * 3600 + 2.2);
  const [look, ...others] = await looks();
  t.match([look, others], [{ kind: 'playback' }, []]);
  // The segment that was fetched, whole: it begins at the first fragment behind the hour.
  t.ok(look.fromAt - at('13:00') < 500, `${look.fromAt - at('13:00')} ms`);
  t.ok(look.fromAt >= at('13:00') && Math.abs(look.toAt - look.fromAt - 30_000) < 500);

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Chụp hình này' }).click(),
  ]);
  t.match(download.suggestedFilename(), new RegExp(`^Cổng trường ${day} 13-00-\\d\\d\\.jpg$`));
  t.same([...(await bytesOf(download)).subarray(0, 2)], [0xff, 0xd8]);
});

t.test('a part is exported, downloaded and checked', { timeout: 120_000 }, async (t) => {
  const { page, complaints } = await open(t, 'police', footage(gate, '08:01:00'));
  await timeline(page).press('Enter');
  await page.getByRole('button', { name: 'Tạm dừng' }).click();
  await timeline(page).press('i');
  await timeline(page).press('+');
  await timeline(page).press('+');
  for (let i = 0; i < 3; i++) await timeline(page).press('ArrowRight');
  await timeline(page).press('o');
  await page.getByText(/^08:01:0\d – 08:01:3\d$/).waitFor();
  await page.getByRole('button', { name: 'Trích xuất đoạn này' }).click();
  const dialog = page.getByRole('dialog', { name: 'Trích xuất đoạn ghi hình' });
  await dialog.getByLabel('Từ lúc').fill('8h99');
  await dialog.getByText('Gõ giờ theo dạng 14:05:10').waitFor();
  await dialog.getByLabel('Từ lúc').fill('08:01:00');
  await dialog.getByLabel('Đến lúc').fill('080120');
  await dialog.getByText('Đoạn này thiếu').waitFor({ state: 'detached' });
  await dialog.getByLabel('Đến lúc').fill('080300');
  const lacks = 'Đoạn này thiếu 30 giây hình, ở những đoạn sau:';
  await dialog.getByText(lacks).waitFor();
  await dialog.getByText('08:02:30 – 08:03:00 (30 giây): Mất hình từ camera').waitFor();
  await dialog.getByRole('button', { name: 'Trích xuất đoạn này' }).click();
  await dialog.getByText('Hãy ghi cơ quan hoặc người yêu cầu.').waitFor();
  await dialog.getByText('Lý do cần ít nhất 10 ký tự.').waitFor();
  await dialog.getByLabel('Ai yêu cầu').fill('Công an huyện, CV 12/CAH');
  await dialog.getByLabel('Lý do').fill(REASON);
  await sound(t, page, 'desk footage export dialog');
  await dialog.getByRole('button', { name: 'Trích xuất đoạn này' }).click();
  await page.getByText('Đã xong', { exact: true }).waitFor({ timeout: 60_000 });
  await page.getByText(`${REASON} (theo yêu cầu của Công an huyện, CV 12/CAH)`).waitFor();

  await visit(page, `${url}/cameras/exports`);
  const card = page.getByRole('article', { name: 'Cổng trường, 08:01:00' });
  await card.getByText(lacks).waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    card.getByRole('link', { name: /^Tải về/ }).click(),
  ]);
  const told = await card.locator('code').innerText();
  t.equal(
    createHash('sha256')
      .update(await bytesOf(download))
      .digest('hex'),
    told,
  );
  await card.getByText('Cách kiểm tra tệp chưa bị sửa').click();
  await card.getByText(`certutil -hashfile ${download.suggestedFilename()} SHA256`).waitFor();
  await sound(t, page, 'desk exports');
  await card.getByRole('button', { name: 'Xóa tệp' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Xóa tệp' }).click();
  await page.getByText('Chưa có đoạn nào được trích xuất').waitFor();
  t.same(complaints, []);
});

t.test('what lies around a picture that plays is exported as it is shown', { timeout: 60_000 }, async (t) => {
  const { page, complaints } = await open(t, 'police', footage(gate, '08:01:00'));
  await timeline(page).press('Enter');
  // Into the middle of a second, where a playing picture nearly always is.
  await page.waitForFunction(() => {
    const second = document.querySelector('video')?.currentTime ?? 0;
    return second > 8 * 3600 + 60 && second % 1 > 0.2;
  });
  await page.getByRole('button', { name: 'Trích xuất đoạn này' }).click();
  const dialog = page.getByRole('dialog', { name: 'Trích xuất đoạn ghi hình' });
  const shownTimes = [
    await dialog.getByLabel('Từ lúc').inputValue(),
    await dialog.getByLabel('Đến lúc').inputValue(),
  ];
  await dialog.getByLabel('Ai yêu cầu').fill('Công an xã');
  await dialog.getByLabel('Lý do').fill(REASON);
  await dialog.getByRole('button', { name: 'Trích xuất đoạn này' }).click();
  await page.getByText('Đã xong', { exact: true }).waitFor({ timeout: 40_000 });
  const { items } = (await (await station.signIn('admin')).get('/api/camera-exports')).body;
  t.same([items[0].from, items[0].to], shownTimes.map(at));
  t.same(complaints, []);
});

t.test('a part is protected, shown, and let go', { timeout: 60_000 }, async (t) => {
  const { page } = await open(t, 'police', footage(gate, '08:00:40'), 'phone');
  await page.getByRole('button', { name: 'Bảo vệ đoạn này' }).click();
  const dialog = page.getByRole('dialog', { name: 'Bảo vệ đoạn ghi hình' });
  t.equal(await dialog.getByLabel('Từ lúc').inputValue(), '08:00:10');
  await dialog.getByLabel('Lý do').fill(REASON);
  await sound(t, page, 'phone footage protect dialog');
  await dialog.getByRole('button', { name: 'Bảo vệ đoạn này' }).click();
  await page.getByRole('heading', { name: 'Đoạn được bảo vệ trong ngày' }).waitFor();
  await page.getByText('08:00:10 – 08:01:10').waitFor();
  await page.locator('.timeline .timeline-kept').waitFor({ state: 'attached' });
  await page.getByRole('button', { name: 'Bỏ bảo vệ' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Bỏ bảo vệ' }).click();
  await page.getByText('08:00:10 – 08:01:10').waitFor({ state: 'detached' });
});

t.test('by finger: a tap plays', { timeout: 60_000 }, async (t) => {
  const { page } = await open(t, 'police', footage(gate, '08:00:40'), 'phone');
  await page.getByText('1 giờ', { exact: true }).tap();
  const { width = 0 } = (await timeline(page).boundingBox()) ?? {};
  // The hour shown begins at 07:30:40.
  await timeline(page).tap({ position: { x: width / 2 + 1, y: 40 } });
  await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 8 * 3600 + 40);
  t.equal(await page.locator('video').evaluate((video: HTMLVideoElement) => video.paused), false);
  await sound(t, page, 'phone footage playing');
});

t.test('what the browser cannot decode is said, with the way out', { timeout: 60_000 }, async (t) => {
  const { page } = await open(t, 'police', footage(newer, '09:00:01'));
  await timeline(page).press('Enter');
  await page.getByText('Trình duyệt này không giải mã được kiểu hình của camera').waitFor();
  await sound(t, page, 'desk footage undecodable');
  await page.getByRole('button', { name: 'Tải về để xem' }).click();
  await page.getByRole('dialog', { name: 'Trích xuất đoạn ghi hình' }).waitFor();
});

t.test('in English, in dark colours, without recordings, and failing', { timeout: 90_000 }, async (t) => {
  const person = await station.signIn('admin');
  const options = { ...DEVICES.desk, colorScheme: 'dark' } as const;
  const { page } = await openAs(t, browser, url, person, options);
  await page.addInitScript(() => localStorage.setItem('tramso.language', 'en'));
  await visit(page, url + footage(gate, '08:00:40'));
  await page.getByText('Recorded continuously', { exact: true }).first().waitFor();
  await sound(t, page, 'desk dark english footage');
  await visit(page, `${url}/cameras/${gate}/footage?day=${addDays(day, -3)}`);
  await page.getByText('Nothing was recorded on this day').waitFor();
  await sound(t, page, 'desk dark english footage empty');
  await page.route('**/timeline?*', (route) => route.fulfill({ status: 500, body: '' }));
  await page.getByRole('button', { name: 'The day before' }).click();
  await page.getByRole('button', { name: 'Try again' }).waitFor();
  await page.unrouteAll();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('slider', { name: 'Timeline' }).waitFor();
  await shown(page);
});

async function bytesOf(download: Download): Promise<Buffer> {
  return readFileSync(await download.path());
}
