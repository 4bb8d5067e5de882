import type { Browser, Page } from 'playwright-core';
import t from 'tap';
import { startStation } from '../harness.ts';
import { launchChromium } from '../lab/chromium.ts';
import { inState, openLoa, tone, watchedOf } from '../lab/speakers/loa-page.ts';
import { confirmHeard } from './heard.ts';
import { collectReports, kindsOf, pause, playNow, until } from './support.ts';

/** The page /loa as a thing that people handle: tabs, taps, languages, networks that come and go. */
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

t.test('another tab takes over: what the first one played is silent, and told', async (t) => {
  const play = playNow(long);
  app.speakers.play(play, [a.id]);
  await inState(a.page, 'playing');
  const second = await a.page.context().newPage();
  await second.goto(`${urls.plain}/loa`);
  await inState(second, 'waiting');
  await inState(a.page, 'elsewhere');
  const cutAt = Date.now();
  await until('told', () => kindsOf(reports, play.playoutId).includes('stopped'));
  await pause(1_000);
  t.ok((await watchedOf(a.page)).heardUntil - cutAt < 500, 'silent');
  await a.page.click('#here');
  await inState(a.page, 'waiting');
  await inState(second, 'elsewhere');
  await second.close();
});

t.test('a speaker that is removed falls silent, also what it had yet to start', async (t) => {
  const planned = playNow(short, { startAt: Date.now() + 3_000, expiresAt: Date.now() + 60_000 });
  app.speakers.play(planned, [b.id]);
  await inState(b.page, 'next');
  app.speakers.play(playNow(long), [a.id]);
  await inState(a.page, 'playing');
  await admin.delete(`/api/speakers/${a.id}`);
  await admin.delete(`/api/speakers/${b.id}`);
  await inState(a.page, 'pair');
  await inState(b.page, 'pair');
  const cutAt = Date.now();
  await pause(planned.startAt + 500 - cutAt);
  for (const { page } of [a, b]) t.ok((await watchedOf(page)).heardUntil - cutAt < 500, 'silent');
  t.match(await a.page.innerText('#pair-error'), /đã được gỡ/);
  await a.page.fill('#code', '000000');
  await a.page.fill('#name', 'Loa A');
  await a.page.click('#pair-form button');
  await a.page.waitForFunction(() =>
    document.getElementById('pair-error')?.textContent?.includes('Mã ghép không đúng'),
  );
});

t.test('in English, and back; a device that is taken out of service is missed by nobody', async (t) => {
  const { page, id } = await open('Loa D');
  await page.click('#language');
  t.equal(await page.innerText('#status'), 'Ready');
  t.equal(await page.getAttribute('html', 'lang'), 'en');
  await page.reload();
  await inState(page, 'waiting');
  t.equal(await page.innerText('#status'), 'Ready', 'remembered');
  await page.click('#more summary');
  page.once('dialog', (dialog) => dialog.accept());
  await page.click('#unpair');
  await inState(page, 'pair');
  await until('gone', () => app.speakers.get(id) === undefined);
  t.equal(await page.innerText('#pair h1'), 'Turn this device into a speaker');
  await page.fill('#code', '000000');
  await page.fill('#name', 'Loa D');
  await page.click('#pair-form button');
  await page.waitForFunction(() =>
    document.getElementById('pair-error')?.textContent?.includes('code is wrong'),
  );
  await page.click('#language');
  t.match(await page.innerText('#pair-error'), /Mã ghép không đúng/);
  await page.close();
});

t.test('a connection that is lost comes back by itself, and brings what could not be told', async (t) => {
  const { page, id } = await open('Loa E');
  const sockets: { close(code: number): Promise<void> }[] = [];
  let isDead = false;
  let isCut = false;
  await page.routeWebSocket('**/loa/socket', (socket) => {
    if (isCut) return void socket.close({ code: 4408 });
    const server = socket.connectToServer();
    socket.onMessage((message) => {
      if (!isDead) server.send(message);
    });
    sockets.push({ close: (code) => Promise.all([server.close(), socket.close({ code })]).then(() => {}) });
  });
  await page.reload();
  await inState(page, 'waiting');
  const play = playNow(short, { startAt: Date.now() + 2_000, expiresAt: Date.now() + 60_000 });
  app.speakers.play(play, [id]);
  await until('accepted', () => kindsOf(reports, play.playoutId).includes('accepted'));
  // A Wi-Fi that swallows what the page says, for a while before the page can know.
  isDead = true;
  await inState(page, 'playing');
  await inState(page, 'waiting');
  isCut = true;
  // The close code of a hello that came too late: no reason to forget the token.
  await sockets.at(-1)?.close(4408);
  await inState(page, 'lost');
  await pause(1_000);
  isDead = false;
  isCut = false;
  await inState(page, 'waiting');
  await until('told', () => kindsOf(reports, play.playoutId).includes('finished'));
  t.strictSame(kindsOf(reports, play.playoutId), ['accepted', 'started', 'finished'], 'each once');
  const [, started, finished] = reports.filter(({ playoutId }) => playoutId === play.playoutId);
  t.ok(Math.abs((started?.at ?? 0) - play.startAt) < 500, 'with the time at which it was');
  t.ok(Math.abs((finished?.at ?? 0) - play.startAt - 1_000) < 500);
  await page.close();
});

t.test('the screen: the page says what to do wherever it is not kept on', async () => {
  const { page } = await open('Loa F');
  await page.addInitScript(() => {
    const given: EventTarget[] = [];
    const wake = { refuses: true, given };
    Object.assign(window, { wake });
    const request = async () => {
      if (wake.refuses) throw new DOMException('low battery', 'NotAllowedError');
      given.push(new EventTarget());
      return given.at(-1);
    };
    Object.defineProperty(navigator, 'wakeLock', { value: { request } });
  });
  await page.reload();
  await inState(page, 'waiting');
  const hint = (isShown: boolean) =>
    page.waitForFunction((shown) => document.getElementById('hint')?.hidden === !shown, isShown);
  await hint(true);
  type Wake = { wake: { refuses: boolean; given: EventTarget[] } };
  await page.evaluate(() => {
    (window as unknown as Wake).wake.refuses = false;
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await hint(false);
  await page.evaluate(() => (window as unknown as Wake).wake.given[0]?.dispatchEvent(new Event('release')));
  await hint(true);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await hint(false);
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
  await until('connected, and waiting for a tap', () => app.speakers.get(id)?.locked === true);
  t.equal(app.speakers.get(id)?.online, true);
  const play = playNow(short);
  app.speakers.play(play, [id]);
  await until('truthful', () => kindsOf(reports, play.playoutId).includes('failed'));
  t.equal(reports.find(({ playoutId }) => playoutId === play.playoutId)?.reason, 'sound_locked');
  await page.click('#unlock');
  await inState(page, 'waiting');
  await until('ready', () => app.speakers.get(id)?.locked === false);
});

t.test('no page has thrown', (t) => {
  t.strictSame(errors, []);
  t.end();
});
