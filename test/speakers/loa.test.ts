import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import t from 'tap';
import type { AudioRef } from '../../src/speakers/schemas.ts';
import { startStation } from '../harness.ts';
import { launchChromium } from '../lab/chromium.ts';
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

interface Watched {
  /** UTC ms at which sound set in after at least a second of silence. */
  onsets: number[];
  /** UTC ms until which something was heard last. */
  heardUntil: number;
}

/** Listens in, sample by sample, to whatever the page sends to its output. */
async function watchAudio(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const watched: Watched = { onsets: [], heardUntil: 0 };
    Object.assign(window, { watched });
    const code = `registerProcessor('watch', class extends AudioWorkletProcessor {
      constructor() { super(); this.silent = sampleRate; }
      process([[input]]) {
        let loud = -1;
        if (input) input.forEach((sample, i) => {
          if (Math.abs(sample) < 0.02) this.silent++;
          else { if (this.silent >= sampleRate) this.port.postMessage({ onset: currentFrame + i }); this.silent = 0; loud = i; }
        });
        else this.silent += 128;
        if (loud >= 0) this.port.postMessage({ heard: currentFrame + loud });
        return true;
      }
    })`;
    const module = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
    const connect = AudioNode.prototype.connect as (this: AudioNode, ...args: unknown[]) => unknown;
    AudioNode.prototype.connect = function (this: AudioNode, ...args: unknown[]) {
      const [target] = args;
      if (target instanceof AudioDestinationNode) {
        const context = target.context as AudioContext;
        void context.audioWorklet.addModule(module).then(() => {
          const node = new AudioWorkletNode(context, 'watch');
          connect.call(this, node);
          node.port.onmessage = ({ data }: { data: { onset?: number; heard?: number } }) => {
            const { contextTime = 0, performanceTime = 0 } = context.getOutputTimestamp();
            const at = (frame: number) =>
              performance.timeOrigin + performanceTime + (frame / context.sampleRate - contextTime) * 1000;
            if (data.onset !== undefined) watched.onsets.push(at(data.onset));
            if (data.heard !== undefined) watched.heardUntil = at(data.heard);
          };
        });
      }
      return connect.apply(this, args);
    } as typeof AudioNode.prototype.connect;
  });
}

const watchedOf = (page: Page) => page.evaluate(() => (window as unknown as { watched: Watched }).watched);
const stateOf = (page: Page) => page.evaluate(() => document.documentElement.dataset.state);
const inState = (page: Page, state: string) =>
  page.waitForFunction((wanted) => document.documentElement.dataset.state === wanted, state, {
    timeout: 15_000,
  });

const errors: string[] = [];

async function openLoa(name: string): Promise<{ page: Page; id: string }> {
  // The listener is put in by the test: the page's own policy would forbid it.
  const context = await browser.newContext({ bypassCSP: true, viewport: { width: 390, height: 800 } });
  const page = await context.newPage();
  page.on('pageerror', (error) => errors.push(`${name}: ${error.message}`));
  await watchAudio(page);
  await page.goto(`${urls.plain}/loa`);
  await inState(page, 'pair');
  const { code } = (await admin.post('/api/speakers/pairing', {})).body;
  await page.fill('#code', code);
  await page.fill('#name', name);
  await page.click('#pair-form button');
  await inState(page, 'waiting');
  const id = app.speakers.list().find((speaker) => speaker.name === name)?.id ?? '';
  await admin.post(`/api/speakers/${id}/confirm`, { heard: true });
  return { page, id };
}

/** A tone that begins with its first sample. */
function tone(seconds: number): AudioRef {
  const path = join(t.testdirName, `tone-${seconds}.wav`);
  const source = ['-f', 'lavfi', '-i', `sine=frequency=440:duration=${seconds}:sample_rate=44100`];
  execFileSync('ffmpeg', ['-loglevel', 'error', '-y', ...source, '-af', 'volume=4', path]);
  const bytes = readFileSync(path);
  const id = createHash('sha256').update(bytes).digest('hex');
  return { id, path, bytes: bytes.length, durationMs: seconds * 1000, mime: 'audio/wav' };
}

t.testdir({});
const short = tone(1);
const long = tone(20);
const a = await openLoa('Loa A');
const b = await openLoa('Loa B');
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

t.test('volume, and a file that is not what was promised', async (t) => {
  await admin.put(`/api/speakers/${a.id}/volume`, { volume: 35 });
  await a.page.waitForFunction(() => document.getElementById('volume')?.textContent === '35%');
  const cut = playNow({ ...short, id: 'd'.repeat(64), durationMs: 5_000 });
  app.speakers.play(cut, [a.id]);
  await until('refused', () => kindsOf(reports, cut.playoutId).includes('failed'));
  t.equal(
    reports.find(({ playoutId, kind }) => playoutId === cut.playoutId && kind === 'failed')?.reason,
    'cut_short',
  );
  t.equal(await stateOf(a.page), 'waiting');
});

t.test('the test tone', async (t) => {
  const { status, body } = await admin.post(`/api/speakers/${a.id}/test`);
  t.equal(status, 202);
  await until('heard', () => kindsOf(reports, body.playoutId).includes('finished'), 15_000);
  t.equal((await watchedOf(a.page)).onsets.length, 1);
});

t.test('another tab, and the end', async (t) => {
  const second = await a.page.context().newPage();
  await second.goto(`${urls.plain}/loa`);
  await inState(second, 'waiting');
  await inState(a.page, 'elsewhere');
  await a.page.click('#here');
  await inState(a.page, 'waiting');
  await inState(second, 'elsewhere');
  await second.close();
  await admin.delete(`/api/speakers/${a.id}`);
  await inState(a.page, 'pair');
  t.match(await a.page.innerText('#pair-error'), /đã được gỡ/);
  await a.page.fill('#code', '000000');
  await a.page.fill('#name', 'Loa A');
  await a.page.click('#pair-form button');
  await a.page.waitForFunction(() =>
    document.getElementById('pair-error')?.textContent?.includes('Mã ghép không đúng'),
  );
});

t.test('a connection that is lost comes back by itself', async () => {
  const page = await b.page.context().newPage();
  const sockets: { close(): Promise<void> }[] = [];
  await page.routeWebSocket('**/loa/socket', (socket) => {
    const server = socket.connectToServer();
    sockets.push({ close: () => Promise.all([server.close(), socket.close()]).then(() => {}) });
  });
  await page.goto(`${urls.plain}/loa`);
  await inState(page, 'waiting');
  await sockets.at(-1)?.close();
  await inState(page, 'lost');
  await inState(page, 'waiting');
  await page.close();
});

t.test('where sound needs a tap there is one big button', async (t) => {
  const strict = await (await import('playwright-core')).chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--autoplay-policy=document-user-activation-required'],
  });
  t.teardown(() => strict.close());
  const page = await strict.newPage();
  await page.goto(`${urls.plain}/loa`);
  const { code } = (await admin.post('/api/speakers/pairing', {})).body;
  const token = (await station.nobody.post('/loa/pair', { code, name: 'Loa C' })).body.token;
  await page.evaluate(
    (value) =>
      localStorage.setItem('tramso.loa', JSON.stringify({ token: value, name: 'Loa C', played: [] })),
    token,
  );
  await page.reload();
  await inState(page, 'locked');
  const id = app.speakers.list().find(({ name }) => name === 'Loa C')?.id ?? '';
  await until('online all the same', () => app.speakers.get(id)?.online === true);
  const play = playNow(short);
  app.speakers.play(play, [id]);
  await until('truthful', () => kindsOf(reports, play.playoutId).includes('failed'));
  t.equal(reports.find(({ playoutId }) => playoutId === play.playoutId)?.reason, 'sound_locked');
  await page.click('#unlock');
  await inState(page, 'waiting');
});

t.test('no page has thrown', (t) => {
  t.strictSame(errors, []);
  t.end();
});
