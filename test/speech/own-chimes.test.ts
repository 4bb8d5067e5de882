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
