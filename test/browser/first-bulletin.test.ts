import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { addDays, localDay } from '../../src/clock.ts';
import { findIn } from '../lab/audio/correlate.ts';
import { decodeFile, resample } from '../lab/audio/decode.ts';
import { readTap, tapAudio } from '../lab/audio/tap-audio.ts';
import { launchChromium } from '../lab/chromium.ts';
import { consoleSession } from '../lab/station/console-session.ts';
import { freePorts } from '../lab/station/free-ports.ts';
import { StationProcess } from '../lab/station/station-process.ts';
import { accessible, PHONE, picture, SCREEN } from './looks.ts';
import {
  addApprover,
  addWebSpeaker,
  approve,
  firstRun,
  firstSignIn,
  playNow,
  scheduleSoon,
  writeBulletin,
} from './steps.ts';
import { DEVICES, listen, shown, visit } from './walk.ts';

/** Speech is compared at this rate: everything an announcer says is below 4 kHz. */
const RATE = 8_000;
const [year, month, day] = addDays(localDay(Date.now()), 1).split('-').map(Number);
const TITLE = `Lịch cắt điện ngày ${day}/${month}`;
const TEXT = [
  `Điện lực thông báo: từ 7h30 đến 11h ngày ${day}/${month}/${year} cắt điện tại Thôn Đông và Thôn Đoài`,
  'để sửa chữa đường dây 22 kV. Mọi thắc mắc xin gọi số 1900 1234.',
].join(' ');

const PAGES = {
  today: '/',
  bulletins: '/bulletins',
  speakers: '/speakers',
  log: '/log',
  alerts: '/alerts',
  users: '/users',
  audit: '/audit',
  settings: '/settings',
};

let browser: Browser;
let station: StationProcess;
let plainUrl: string;
let data: string;

t.before(async () => {
  data = mkdtempSync(join(tmpdir(), 'tramso-browser-'));
  const port = await freePorts();
  plainUrl = `http://127.0.0.1:${port + 2}`;
  station = new StationProcess({ data, port });
  [browser] = await Promise.all([launchChromium(), station.start()]);
});

t.teardown(async () => {
  await browser?.close();
  await station?.stop();
  rmSync(data, { recursive: true, force: true });
});

t.test('from the first start to a bulletin that is heard', { timeout: 300_000 }, async (t) => {
  const desk = await context(t, SCREEN);
  const page = await desk.newPage();
  const complaints = listen(page);

  await firstRun(page, station.url, station.firstRunCode);
  await picture(page, 'first-run-done');
  // Equal hours: a run at night plays too.
  const everyHour = { permittedFrom: '00:00', permittedTo: '00:00' };
  await consoleSession(data, station.url).put('/api/settings/broadcast', everyHour);

  const loa = await (await context(t, PHONE, { bypassCSP: true })).newPage();
  await tapAudio(loa);
  await addWebSpeaker(page, loa, plainUrl, 'Máy tính bảng một cửa');
  await accessible(t, loa, 'the page of a browser speaker');
  const { username, password } = await addApprover(page, 'Trần Văn Lãnh', 'lanh.tran');

  const bulletinUrl = await writeBulletin(page, TITLE, TEXT);
  await accessible(t, page, 'the editor');
  await picture(page, 'bulletin');

  const leader = await (await context(t, PHONE, { ...DEVICES.phone })).newPage();
  await firstSignIn(leader, station.url, username, password);
  await approve(leader, bulletinUrl);
  await shown(leader);
  await leader.getByText('Đã duyệt, bản tin phát được').waitFor({ state: 'hidden' });
  await picture(leader, 'approved-on-a-phone');

  await t.test('at once: what sounded is the bulletin', async (t) => {
    await playNow(page, bulletinUrl);
    await page.getByText('Đang phát', { exact: true }).first().waitFor({ timeout: 60_000 });
    await shown(page);
    await picture(page, 'on-air');
    await page.getByText('Đã phát', { exact: true }).first().waitFor({ timeout: 90_000 });
    await heard(t, loa);
    await picture(page, 'playout');
    await accessible(t, page, 'a playout');
  });

  await t.test('on schedule: it begins at its second', async (t) => {
    const plannedAt = await scheduleSoon(page, bulletinUrl);
    await page.locator('.week-item').first().waitFor();
    await shown(page);
    await picture(page, 'schedules');
    await sleep(plannedAt - Date.now() + decodeFile(newestAudio(), RATE).length / (RATE / 1_000) + 1_000);
    const startedAt = await heard(t, loa, plannedAt - 2_000);
    // How exact it is on a quiet machine is measured by the bench; here the browser shares two cores with the tests.
    t.ok(Math.abs(startedAt - plannedAt) < 500, `${(startedAt - plannedAt).toFixed(1)} ms off its second`);
  });

  await planTheDay(bulletinUrl);
  for (const [name, path] of Object.entries(PAGES)) {
    await visit(page, station.url + path);
    await accessible(t, page, name);
    await picture(page, name);
  }
  t.same(complaints, [], 'the browser had nothing to complain about');
});

/** At noon and in the evening as well: drawn in the morning, the first page has something that is yet to come. */
async function planTheDay(bulletinUrl: string): Promise<void> {
  const desk = consoleSession(data, station.url);
  const [commune] = (await desk.get<{ items: { id: string }[] }>('/api/zones')).items;
  const bulletinId = bulletinUrl.split('/').at(-1);
  const days = [1, 2, 3, 4, 5, 6, 7];
  const plan = { name: '', kind: 'weekly', days, times: ['11:30', '17:30'], zoneIds: [commune?.id] };
  await desk.post('/api/schedules', { ...plan, bulletinId });
}

/** Finds the bulletin in what the page has played since then; returns when it began, UTC ms. */
async function heard(t: Test, loa: Page, since = 0): Promise<number> {
  const { samples, rate, instantOf, sampleAt } = await readTap(loa);
  const skipped = Math.max(0, sampleAt(since));
  const recording = resample(samples.subarray(skipped), rate, RATE);
  const { correlation, offset } = findIn(recording, decodeFile(newestAudio(), RATE));
  t.ok(correlation > 0.9, `what sounded correlates with the bulletin by ${correlation.toFixed(3)}`);
  return instantOf(skipped + (offset / RATE) * rate);
}

/** The mastered bulletin as the station keeps it. */
function newestAudio(): string {
  const folder = join(data, 'audio');
  const files = readdirSync(folder).filter((file) => file.endsWith('.mp3'));
  const byAge = files
    .map((file) => join(folder, file))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  const [newest] = byAge;
  if (newest === undefined) throw new Error('the station has no mastered audio');
  return newest;
}

async function context(
  t: Test,
  viewport: typeof SCREEN,
  more: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const opened = await browser.newContext({ viewport, locale: 'vi-VN', ...more });
  opened.setDefaultTimeout(20_000);
  t.teardown(() => opened.close());
  return opened;
}
