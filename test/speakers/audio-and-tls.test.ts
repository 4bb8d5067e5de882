import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { startStation } from '../harness.ts';
import { GenericSpeaker } from '../lab/speakers/generic-speaker.ts';
import { addDevice, addGeneric, fakeAudio, playNow, until } from './support.ts';

t.setTimeout(120_000);

t.test('audio only by a signed address, in parts too', async (t) => {
  const station = await startStation(t);
  const urls = await station.listen();
  const { app } = station;
  const admin = await station.signIn('admin');
  const loa = await addGeneric(station, admin, 'Loa', { fetches: false });
  t.teardown(() => loa.stop());
  await loa.start();
  const audio = fakeAudio(t);
  const bytes = readFileSync(audio.path);
  app.speakers.play(playNow(audio), [loa.id]);
  await until('told', () => loa.commands.some(({ command }) => command.type === 'play'));
  const signed = loa.commands.find(({ command }) => command.type === 'play')?.command.url ?? '';
  t.ok(signed.startsWith(urls.plain));
  const whole = await fetch(signed);
  t.equal(whole.status, 200);
  t.equal(whole.headers.get('content-type'), 'audio/mpeg');
  t.equal(whole.headers.get('accept-ranges'), 'bytes');
  t.equal(
    createHash('sha256')
      .update(Buffer.from(await whole.arrayBuffer()))
      .digest('hex'),
    audio.id,
  );
  const part = await fetch(signed, { headers: { range: 'bytes=100-199' } });
  t.equal(part.status, 206);
  t.strictSame(Buffer.from(await part.arrayBuffer()), bytes.subarray(100, 200));
  t.notOk(
    (await fetch(signed, { headers: { range: 'bytes=999999-' } })).ok,
    'beyond its end there is nothing',
  );
  const { pathname, search } = new URL(signed);
  t.equal(
    (await fetch(`${urls.loopback}${pathname}${search}`)).status,
    200,
    'on the panel’s listener as well',
  );
  t.equal((await fetch(`${urls.plain}${pathname}`)).status, 403);
  t.equal(
    (await fetch(`${urls.plain}/audio/${'c'.repeat(64)}${search}`)).status,
    403,
    'one signature, one file',
  );
  t.equal((await fetch(`${urls.plain}/audio/..%2f..%2fsecret.key${search}`)).status, 400);
  t.equal((await fetch(signed.replace(/expires=\d+/, 'expires=99999999999999'))).status, 403);
});

t.test('no ffmpeg, no tone, and a clear word about it', async (t) => {
  let works = false;
  const station = await startStation(t, {
    outside: {
      spawn: ((...args: Parameters<typeof spawn>) =>
        spawn(works ? args[0] : '/nowhere/ffmpeg', args[1], args[2])) as typeof spawn,
    },
  });
  await station.listen();
  const admin = await station.signIn('admin');
  const loa = await addGeneric(station, admin, 'Loa');
  t.teardown(() => loa.stop());
  await loa.start();
  await until('online', () => station.app.speakers.get(loa.id)?.online === true);
  const { status, body } = await admin.post(`/api/speakers/${loa.id}/test`);
  t.equal(status, 500);
  t.equal(body.error.code, 'speaker.no_tone');
  works = true;
  t.equal((await admin.post(`/api/speakers/${loa.id}/test`)).status, 202, 'tried anew');
});

t.test('a test tone that a power cut has left empty is made again', async (t) => {
  const station = await startStation(t);
  await station.listen();
  const admin = await station.signIn('admin');
  mkdirSync(join(station.data, 'tone'));
  writeFileSync(join(station.data, 'tone', 'test-tone.mp3'), '');
  const loa = await addGeneric(station, admin, 'Loa');
  t.teardown(() => loa.stop());
  await loa.start();
  await until('online', () => station.app.speakers.get(loa.id)?.online === true);
  t.equal((await admin.post(`/api/speakers/${loa.id}/test`)).status, 202);
  t.strictSame(readdirSync(join(station.data, 'tone')), ['test-tone.mp3']);
  t.ok(statSync(join(station.data, 'tone', 'test-tone.mp3')).size > 20_000);
});

t.test('an ffmpeg that hangs does not outlive the station', async (t) => {
  const children: ChildProcess[] = [];
  const station = await startStation(t, {
    outside: {
      spawn: ((_program: string, _args: string[], options: object) => {
        const child = spawn('sleep', ['60'], options);
        children.push(child);
        return child;
      }) as unknown as typeof spawn,
    },
  });
  await station.listen();
  const admin = await station.signIn('admin');
  const loa = await addGeneric(station, admin, 'Loa');
  await loa.start();
  await until('online', () => station.app.speakers.get(loa.id)?.online === true);
  children.length = 0;
  const asked = admin.post(`/api/speakers/${loa.id}/test`).catch(() => undefined);
  await until('at it', () => children.length > 0);
  await loa.stop();
  await station.close();
  await asked;
  t.ok(children.every(({ signalCode }) => signalCode === 'SIGKILL'));
});

t.test('on the LAN: TLS for all, in clear only for those let in', async (t) => {
  const station = await startStation(t, { config: { listen: { lan: true, addresses: ['127.0.0.1'] } } });
  const { app } = station;
  const admin = await station.signIn('admin');
  const { connection } = await addDevice(station, admin, 'Loa TLS');
  t.match(connection, { tls: true, url: /^mqtts:\/\/127\.0\.0\.1:\d+$/ });
  const { caPem } = await app.certificates.current();
  const secure = new GenericSpeaker({
    url: connection.url,
    id: connection.username,
    password: connection.password,
    ca: caPem,
  });
  t.teardown(() => secure.stop());
  await secure.start();
  await until('online over TLS', () => app.speakers.get(secure.id)?.online === true);
  const refused = await admin.post('/api/speakers', { name: 'Lười', plain: true });
  t.match(refused.body.error, { code: 'speaker.tls_able', field: 'plain' });
  t.equal(
    (await admin.patch(`/api/speakers/${secure.id}`, { plain: true })).body.error.code,
    'speaker.tls_able',
  );
  const plain = await addDevice(station, admin, 'Loa thường', {
    profile: 'mrdiy-notifier',
    settings: { prefix: 'loa-nvh' },
    plain: true,
  });
  t.match(plain.connection, { tls: false, url: /^mqtt:\/\// });
  const off = (await admin.patch(`/api/speakers/${plain.id}`, { plain: false })).body;
  t.equal(off.plain, false);
});
