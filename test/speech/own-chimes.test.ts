import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { type SignedIn, type Station, startStation } from '../harness.ts';

t.setTimeout(120_000);

async function send(
  station: Station,
  who: SignedIn,
  payload: Buffer | string,
  type = 'application/octet-stream',
) {
  const answer = await station.app.inject({
    method: 'POST',
    url: '/api/chimes',
    headers: { ...who.headers, 'content-type': type, 'x-file-name': encodeURIComponent('Nhạc hiệu xã.mp3') },
    payload,
  });
  return { status: answer.statusCode, body: answer.json() };
}

t.test('a chime of the commune: brought, listened to, played, taken away', async (t) => {
  const dir = t.testdir();
  const tone = (seconds: number, name: string) => {
    const path = join(dir, name);
    const input = ['-f', 'lavfi', '-i', `sine=frequency=600:duration=${seconds}`];
    execFileSync('ffmpeg', ['-v', 'error', '-y', ...input, path]);
    return readFileSync(path);
  };
  const station = await startStation(t);
  const admin = await station.signIn('admin');
  const editor = await station.signIn('editor');

  const made = await send(station, admin, tone(3, 'a.mp3'));
  t.match(made, { status: 201, body: { id: /^rieng-[0-9a-f]{12}$/, name: { vi: 'Nhạc hiệu xã' } } });
  const { id, durationMs } = made.body;
  t.same((await editor.get('/api/chimes')).body.items, [made.body]);
  t.match(await editor.get(`/api/chimes/${id}`), { status: 200, headers: { 'content-type': 'audio/mpeg' } });
  const offered = (await editor.get('/api/panel/choices')).body.chimes as { id: string }[];
  t.ok(offered.some((one) => one.id === id));

  const hear = async (chime: string) =>
    (await editor.post('/api/speech/preview', { text: 'Mời bà con đi họp.', chime })).body;
  const [plain, with_] = [await hear(''), await hear(id)];
  const longer = with_.durationMs - plain.durationMs;
  t.ok(Math.abs(longer - (durationMs - 500)) < 100, `${longer} ${durationMs}`);

  t.match(await send(station, admin, tone(21, 'b.mp3')), {
    status: 400,
    body: { error: { code: 'chime.too_long' } },
  });
  t.match(await send(station, admin, 'no sound'), {
    status: 400,
    body: { error: { code: 'recording.no_sound' } },
  });
  t.match(await send(station, admin, Buffer.alloc(10 * 1024 ** 2 + 1)), { status: 413 });
  t.match(await send(station, admin, '{"a":1}', 'application/json'), { status: 415 });
  t.equal((await send(station, editor, tone(3, 'a.mp3'))).status, 403);
  t.equal(readdirSync(join(station.data, 'chimes')).length, 2);

  const rename = (name: string, who = admin) => who.patch(`/api/chimes/${id}`, { name });
  t.match(await rename(' Nhạc\u0000 hiệu mới '), {
    status: 200,
    body: { id, name: { vi: 'Nhạc hiệu mới' } },
  });
  t.match(await rename(' '), { status: 400, body: { error: { code: 'input.invalid' } } });
  t.equal((await rename('a', editor)).status, 403);
  t.equal((await admin.patch('/api/chimes/rieng-000000000000', { name: 'a' })).status, 404);

  t.equal((await admin.delete(`/api/chimes/${id}`)).status, 204);
  t.equal((await admin.delete(`/api/chimes/${id}`)).status, 404);
  t.same((await editor.get('/api/chimes')).body.items, []);
  const still = await station.app.speech.render({ text: 'Xin chào bà con.', chime: id, target: 'bulletin' });
  t.ok(still.durationMs > durationMs, 'what was written with it sounds as before');
  const refused = await editor.post('/api/bulletins', { title: 'a', text: 'a b', chime: id });
  t.match(
    refused,
    { status: 400, body: { error: { code: 'speech.chime_unknown' } } },
    'new ones may not use it',
  );
  const logged = (await admin.get('/api/audit')).body.items as { action: string }[];
  t.ok(
    logged.some(({ action }) => action === 'chime.add') &&
      logged.some(({ action }) => action === 'chime.remove'),
  );
});

t.test('a chime that something plays is not taken away, and one that is lost silences nobody', async (t) => {
  const station = await startStation(t);
  const admin = await station.signIn('admin');
  const path = join(t.testdir(), 'a.mp3');
  execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'sine=frequency=600:duration=2', path]);
  const { id } = (await send(station, admin, readFileSync(path))).body;
  const choose = (chime: string) => admin.put('/api/settings/speech', { chime });
  const remove = () => admin.delete(`/api/chimes/${id}`);

  t.match(await choose('rieng-000000000000'), { status: 400, body: { error: { field: 'chime' } } });
  t.match(await choose('coi-khan-cap'), { status: 400 }, 'a siren is no chime of a bulletin');
  t.equal((await choose(id)).status, 200);
  const bulletin = await admin.post('/api/bulletins', {
    title: 'Họp',
    text: 'Mời bà con đi họp.',
    chime: id,
  });
  t.match(await remove(), {
    status: 409,
    body: { error: { code: 'chime.in_use', message: /còn 1 cài đặt giọng đọc, 1 bản tin dùng nó/ } },
  });
  t.equal((await choose('')).status, 200);
  t.match(await remove(), { status: 409, body: { error: { message: /còn 1 bản tin dùng nó/ } } });
  const { version } = bulletin.body;
  const edited = { title: 'Họp', text: 'Mời bà con đi họp.', chime: null, version };
  t.equal((await admin.put(`/api/bulletins/${bulletin.body.id}`, edited)).status, 200);
  t.equal((await remove()).status, 204);

  station.app.settings.find('speech')?.set({ chime: '' });
  const section = station.app.settings.find('speech');
  t.throws(() => section?.set({ chime: id }), { code: 'input.invalid' }, 'one that is gone');
});
