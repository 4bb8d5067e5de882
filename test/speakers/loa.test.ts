import type { Browser, Page } from 'playwright-core';
import t from 'tap';
import { startStation } from '../harness.ts';
import { launchChromium } from '../lab/chromium.ts';
import { inState, openLoa, stateOf, tone, watchedOf } from '../lab/speakers/loa-page.ts';
import { confirmHeard } from './heard.ts';
import { collectReports, kindsOf, pause, playNow, until } from './support.ts';

/** The page /loa in a real browser: what it says is compared with what leaves its audio output. */
const station = await startStation(t);
const urls = await station.listen();
const { app } = station;
const admin = await station.signIn('admin');
const reports = collectReports(app);
const browser: Browser = await launchChromium();
t.teardown(() => browser.close());
t.setTimeout(180_000);

const errors: string[] = [];

async function open(name: string): Promise<{ page: Page; id: string }> {
  const { code } = (await admin.post('/api/speakers/pairing', {})).body;
  const page = await openLoa(browser, { origin: urls.plain, code, name, errors });
  const id = app.speakers.list().find((speaker) => speaker.name === name)?.id ?? '';
  await confirmHeard(station, admin, id);
  return { page, id };
}

const folder = t.testdir({});
const short = tone(folder, 1);
const long = tone(folder, 20);
const a = await open('Loa A');
const b = await open('Loa B');
const both = [a.id, b.id];

t.test('two pages start together, on the second, and say so truthfully', async (t) => {
  const play = playNow(short, { startAt: Date.now() + 4_000, expiresAt: Date.now() + 60_000 });
  app.speakers.prepare(play.playoutId, short, both);
  await until(
    'both have it',
    () => kindsOf(reports, play.playoutId).filter((kind) => kind === 'ready').length === 2,
  );
  app.speakers.play(play, both);
  await inState(a.page, 'next');
  t.match(await a.page.innerText('#status'), /^Sắp phát lúc \d\d:\d\d:\d\d$/);
  await inState(a.page, 'playing');
  t.equal(await a.page.innerText('#status'), 'Đang phát');
  await until(
    'both finished',
    () => kindsOf(reports, play.playoutId).filter((kind) => kind === 'finished').length === 2,
    15_000,
  );
  const [onA = 0, onB = 0] = (await Promise.all([a, b].map(({ page }) => watchedOf(page)))).map(
    ({ onsets }) => onsets.at(-1),
  );
  t.comment(`planned + ${(onA - play.startAt).toFixed(1)} ms and + ${(onB - play.startAt).toFixed(1)} ms`);
  t.ok(Math.abs(onA - onB) <= 30, `skew ${Math.abs(onA - onB).toFixed(1)} ms`);
  t.ok(Math.abs(onA - play.startAt) <= 100, 'on the second, as far as a busy machine allows');
  for (const [id, heard] of [
    [a.id, onA],
    [b.id, onB],
  ] as const) {
    const told = reports.find(
      (r) => r.speakerId === id && r.playoutId === play.playoutId && r.kind === 'started',
    );
    t.ok(
      Math.abs((told?.at ?? 0) - heard) <= 30,
      `what it says is off by ${Math.abs((told?.at ?? 0) - heard).toFixed(1)} ms`,
    );
  }
  await inState(a.page, 'waiting');
});

t.test('a stop is silence within a second', async (t) => {
  const play = playNow(long);
  app.speakers.play(play, both);
  await inState(a.page, 'playing');
  await inState(b.page, 'playing');
  await pause(500);
  const toldAt = Date.now();
  app.speakers.stop({ playoutId: play.playoutId }, both);
  await until(
    'both confirm',
    () => kindsOf(reports, play.playoutId).filter((kind) => kind === 'stopped').length === 2,
  );
  await pause(500);
  for (const { page } of [a, b]) {
    const { heardUntil } = await watchedOf(page);
    t.ok(heardUntil - toldAt < 1_000, `silent after ${(heardUntil - toldAt).toFixed(0)} ms`);
  }
});

t.test('an emergency cuts across at once', async (t) => {
  const normal = playNow(long);
  app.speakers.play(normal, [a.id]);
  await inState(a.page, 'playing');
  const urgent = playNow(short, { priority: 'emergency' });
  app.speakers.play(urgent, [a.id]);
  await until('it is on', () => kindsOf(reports, urgent.playoutId).includes('started'));
  t.equal(await a.page.innerText('#status'), 'Đang phát khẩn cấp');
  await until('and over', () => kindsOf(reports, urgent.playoutId).includes('finished'), 10_000);
  t.strictSame(kindsOf(reports, normal.playoutId), ['accepted', 'started', 'stopped']);
});

t.test('told twice it plays once, also after a reload', async (t) => {
  const play = playNow(short);
  app.speakers.play(play, [a.id]);
  await until('finished', () => kindsOf(reports, play.playoutId).includes('finished'), 10_000);
  await a.page.reload();
  await inState(a.page, 'waiting');
  app.speakers.play(play, [a.id]);
  await pause(1_500);
  t.strictSame((await watchedOf(a.page)).onsets, []);
});

t.test('volume, and files that are not what was promised', async (t) => {
  await admin.put(`/api/speakers/${a.id}/volume`, { volume: 35 });
  await a.page.waitForFunction(() => document.getElementById('volume')?.textContent === '35%');
  for (const [audio, reason] of [
    [{ ...short, durationMs: 5_000 }, 'cut_short'],
    [{ ...short, id: 'd'.repeat(64) }, 'wrong_checksum'],
  ] as const) {
    const play = playNow(audio);
    app.speakers.play(play, [a.id]);
    await until(reason, () => kindsOf(reports, play.playoutId).includes('failed'));
    const failed = reports.find(({ playoutId, kind }) => playoutId === play.playoutId && kind === 'failed');
    t.equal(failed?.reason, reason);
  }
  t.equal(await stateOf(a.page), 'waiting');
});

t.test('the test tone', async (t) => {
  const { status, body } = await admin.post(`/api/speakers/${a.id}/test`);
  t.equal(status, 202);
  await until('heard', () => kindsOf(reports, body.playoutId).includes('finished'), 15_000);
  t.equal((await watchedOf(a.page)).onsets.length, 1);
});

t.test('no page has thrown', (t) => {
  t.strictSame(errors, []);
  t.end();
});
