import t from 'tap';
import { type Station, startStation } from '../harness.ts';
import { GARBAGE } from '../lab/speakers/faults.ts';
import { WebSpeaker } from '../lab/speakers/web-speaker.ts';
import { confirmHeard } from './heard.ts';
import { collectReports, fakeAudio, kindsOf, pause, playNow, until } from './support.ts';

t.setTimeout(120_000);

const station = await startStation(t);
const urls = await station.listen();
const { app } = station;
const admin = await station.signIn('admin');
const reports = collectReports(app);

async function pair({ nobody }: Station, name: string): Promise<{ id: string; token: string }> {
  const { code } = (await admin.post('/api/speakers/pairing', {})).body;
  const { body } = await nobody.post('/loa/pair', { code, name });
  await confirmHeard(station, admin, body.speakerId);
  return { id: body.speakerId, token: body.token };
}

async function open(token?: string, origin = urls.plain): Promise<WebSpeaker> {
  const speaker = new WebSpeaker(origin);
  t.teardown(() => speaker.close());
  await speaker.opened();
  if (token !== undefined) speaker.hello(token);
  return speaker;
}

const last = (speaker: WebSpeaker, type: string) =>
  speaker.heard.findLast((message) => message.type === type);

t.test('welcome, time, commands, reports', async (t) => {
  const { id, token } = await pair(station, 'Tab một');
  for (const origin of [urls.plain, urls.loopback]) {
    const loa = await open(token, origin);
    await until('welcome', () => last(loa, 'welcome') !== undefined);
    t.match(last(loa, 'welcome'), { speakerId: id, name: 'Tab một', volume: 80 });
    loa.say({ type: 'clock', t0: 12.5 });
    await until('the time', () => last(loa, 'clock') !== undefined);
    const { t0, t1, t2 } = last(loa, 'clock') ?? { type: 'none' };
    t.equal(t0, 12.5);
    t.ok(Number(t2) >= Number(t1) && Math.abs(Number(t1) - Date.now()) < 5_000);
    const audio = fakeAudio(t);
    const play = playNow(audio);
    app.speakers.prepare(play.playoutId, audio, [id]);
    app.speakers.play(play, [id]);
    await until('told', () => last(loa, 'play') !== undefined);
    const url = String(last(loa, 'play')?.url);
    t.match(url, /^\/audio\/[0-9a-f]{64}\?expires=\d+&signature=/, 'from where the page came');
    t.equal((await fetch(`${origin}${url}`)).status, 200);
    loa.say({ type: 'report', playoutId: play.playoutId, kind: 'started', at: Date.now() });
    loa.say({ type: 'state', playing: play.playoutId, volume: 80 });
    await until('playing', () => app.speakers.get(id)?.playing === play.playoutId);
    loa.say({ type: 'report', playoutId: play.playoutId, kind: 'finished', at: Date.now() });
    await until('finished', () => kindsOf(reports, play.playoutId).includes('finished'));
    loa.say({ type: 'state', playing: null });
  }
});

t.test('a stop is confirmed, or told again when the page is back', async (t) => {
  const { id, token } = await pair(station, 'Tab hai');
  app.speakers.stop({ playoutId: null }, [id]);
  const loa = await open(token);
  await until('told when it comes', () => last(loa, 'stop') !== undefined);
  t.equal(last(loa, 'stop')?.playoutId, null);
  loa.say({
    type: 'report',
    playoutId: null,
    kind: 'stopped',
    at: Date.now(),
    commandId: last(loa, 'stop')?.id,
  });
  await pause(100);
  t.equal((await admin.get(`/api/speakers/${id}`)).body.pendingStops, 0);
});

t.test('a play to a page that is not there has failed, and is not told later', async (t) => {
  const { id, token } = await pair(station, 'Tab ba');
  const play = playNow(fakeAudio(t));
  app.speakers.play(play, [id]);
  t.strictSame(kindsOf(reports, play.playoutId), ['failed']);
  t.equal(reports.find(({ playoutId }) => playoutId === play.playoutId)?.reason, 'offline');
  const loa = await open(token);
  await until('welcome', () => last(loa, 'welcome') !== undefined);
  await pause(100);
  t.equal(last(loa, 'play'), undefined);
});

t.test('strangers are shown the door', async () => {
  for (const token of ['', 'x', 7, null, { $ne: null }, 'a'.repeat(5_000)]) {
    const loa = new WebSpeaker(urls.plain);
    await loa.opened();
    loa.hello(token);
    await until('closed', () => loa.closed === 4401);
  }
  const rude = await open();
  rude.say({ type: 'state', playing: null });
  await until('closed', () => rude.closed === 4400);
});

t.test('who cannot say hello in time is late and keeps its token', async (t) => {
  const { id, token } = await pair(station, 'Tab chậm');
  const silent = await open();
  await until('who says nothing may not stay', () => silent.closed !== undefined, 8_000);
  t.equal(silent.closed, 4408, 'which says nothing of its token');
  const first = await open(token);
  await until('welcome', () => last(first, 'welcome')?.speakerId === id);
  first.close();
  // A crowd of strangers keeps nobody away either.
  const crowd: WebSpeaker[] = [];
  for (let i = 0; i < 60; i++) crowd.push(await open());
  const loa = await open(token);
  await until('welcome', () => last(loa, 'welcome')?.speakerId === id);
  await until('not too many of them', () => crowd.some(({ closed }) => closed === 4429));
  t.equal(loa.closed, undefined);
  for (const each of crowd) each.close();
});

t.test('what a page says of its sound, and of what it could not tell at once', async (t) => {
  const { id, token } = await pair(station, 'Tab câm');
  const loa = await open(token);
  loa.say({ type: 'state', playing: null, sound: 'locked' });
  await until('locked', () => app.speakers.get(id)?.locked === true);
  const { items } = (await admin.get('/api/speakers?limit=200')).body;
  t.equal(items.find((speaker: { id: string }) => speaker.id === id).locked, true);
  loa.say({ type: 'state', playing: null, sound: 'on' });
  await until('unlocked', () => app.speakers.get(id)?.locked === false);
  // What could not be told at once is told with its age.
  const play = playNow(fakeAudio(t));
  app.speakers.play(play, [id]);
  const told = Date.now();
  loa.say({ type: 'report', playoutId: 'yesterday', kind: 'started', at: null, age: 80_000_000 });
  loa.say({ type: 'report', playoutId: play.playoutId, kind: 'started', at: null, age: 100_000 });
  loa.say({ type: 'report', playoutId: play.playoutId, kind: 'finished', at: null, age: 1 });
  await until('finished', () => kindsOf(reports, play.playoutId).includes('finished'));
  const [started] = reports.filter(({ playoutId }) => playoutId === play.playoutId);
  t.ok(Math.abs((started?.at ?? 0) - told + 100_000) < 5_000);
  const alerts = (await admin.get('/api/alerts?state=open')).body.items;
  t.notOk(
    alerts.some((alert: { subject: string }) => alert.subject === id),
    'neither its clock nor what it played is blamed',
  );
});

t.test('a device that goes for good is missed by nobody', async (t) => {
  const { id, token } = await pair(station, 'Tab chia tay');
  const loa = await open(token);
  await until('welcome', () => last(loa, 'welcome') !== undefined);
  loa.say({ type: 'bye' });
  await until('removed', () => app.speakers.get(id) === undefined);
  const { items } = (await admin.get('/api/audit?limit=5')).body;
  t.match(items[0], { actor: 'loa', action: 'speaker.delete', target: `speaker:${id}` });
  const { token: again } = await pair(station, 'Tab chia tay');
  t.ok(again, 'its name is free');
});

t.test('a page elsewhere cannot use it', async (t) => {
  const loa = new WebSpeaker(urls.plain);
  await loa.opened();
  loa.close();
  const { WebSocket } = await import('ws');
  const foreign = new WebSocket(`${urls.plain.replace('http', 'ws')}/loa/socket`, {
    origin: 'http://evil.example',
  });
  const refused = await new Promise((resolve) => {
    foreign.on('open', () => resolve(false));
    foreign.on('error', () => resolve(true));
  });
  t.equal(refused, true);
});

t.test('a newer tab takes over; a removed speaker is told so', async (t) => {
  const { id, token } = await pair(station, 'Tab bốn');
  const first = await open(token);
  await until('welcome', () => last(first, 'welcome') !== undefined);
  const play = playNow(fakeAudio(t));
  app.speakers.play(play, [id]);
  const second = await open(token);
  await until('asked to be silent', () => last(first, 'elsewhere') !== undefined);
  first.say({ type: 'state', playing: play.playoutId });
  first.say({
    type: 'report',
    playoutId: play.playoutId,
    kind: 'stopped',
    at: Date.now(),
    reason: 'elsewhere',
  });
  await until('its last words', () => kindsOf(reports, play.playoutId).includes('stopped'));
  t.equal(app.speakers.get(id)?.playing, null, 'it speaks for the speaker no more');
  await until('replaced', () => first.closed === 4409);
  await until('welcome', () => last(second, 'welcome') !== undefined);
  await pause(50);
  t.equal(app.speakers.get(id)?.online, true);
  const states: boolean[] = [];
  app.events.on('speaker.state', ({ speakerId, online }) => speakerId === id && states.push(online));
  await admin.delete(`/api/speakers/${id}`);
  await until('told', () => second.closed === 4401);
  const third = await open(token);
  await until('no more', () => third.closed === 4401);
  // As long as it takes to call a speaker lost.
  await pause(4_500);
  t.strictSame(states, [], 'nobody misses it');
});

t.test('rubbish and floods', async (t) => {
  const { id, token } = await pair(station, 'Tab năm');
  const before = reports.length;
  const loa = await open(token);
  await until('welcome', () => last(loa, 'welcome') !== undefined);
  for (const rubbish of GARBAGE) loa.sayRaw(rubbish);
  loa.say({ type: 'report', playoutId: 'x' });
  loa.say({ type: 'clock', t0: 'now' });
  loa.hello('again');
  await pause(100);
  t.equal(loa.closed, undefined);
  t.equal(app.speakers.get(id)?.online, true);
  t.equal(reports.length, before);
  for (let i = 0; i < 600; i++) loa.say({ type: 'clock', t0: i });
  await until('cut off', () => loa.closed === 4429);
  await until('offline', () => app.speakers.get(id)?.online === false, 8_000);
});

t.test('the page and its files', async (t) => {
  for (const origin of [urls.plain, urls.loopback]) {
    const page = await fetch(`${origin}/loa`);
    t.equal(page.status, 200);
    t.match(page.headers.get('content-type'), /text\/html/);
    const html = await page.text();
    t.notMatch(html, /<script(?![^>]*\bsrc=)|\son\w+=|style=/, 'nothing inline');
    for (const [, file] of html.matchAll(/(?:href|src)="(\/loa\/[^"]+)"/g)) {
      t.equal((await fetch(`${origin}${file}`)).status, 200, String(file));
    }
    t.equal((await fetch(`${origin}/loa/..%2findex.ts`)).status, 404);
    t.equal((await fetch(`${origin}/loa/index.html`)).status, 404, 'one address a page');
  }
});
