import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { filesUnder } from '../../src/system/backup/archive.ts';
import { KEPT } from '../../src/system/data-folder.ts';
import type { SignedIn } from '../harness.ts';
import { MORNING, type Stand, stand } from './stand.ts';

t.setTimeout(180_000);

const DAY_MS = 86_400_000;

/** A tone in a file as a telephone or a recorder would write it. */
function tone(t: Test, name: string, ...more: string[]): Buffer {
  const path = join(t.testdirName, name);
  const input = ['-f', 'lavfi', '-i', 'sine=frequency=440:duration=4'];
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...input, ...more, path]);
  return readFileSync(path);
}

async function send(s: Stand, who: SignedIn, payload: Buffer, name = 'thông báo.mp3') {
  const answer = await s.app.inject({
    method: 'POST',
    url: '/api/recordings',
    headers: {
      ...who.headers,
      'content-type': 'application/octet-stream',
      'x-file-name': encodeURIComponent(name),
    },
    payload,
  });
  return { status: answer.statusCode, body: answer.json() };
}

t.test('a recording follows the text as one sound', async (t) => {
  t.testdir();
  const s = await stand(t);
  const khmer = (await send(s, s.editor, tone(t, 'a.mp3'))).body;
  t.match(khmer, { id: /^[0-9a-f]{64}$/, name: 'thông báo.mp3', durationMs: Number });
  const hmong = (
    await send(s, s.editor, tone(t, 'a.m4a', '-c:a', 'aac', '-af', 'volume=0.2'), 'C:\\ghi\\mông.m4a')
  ).body;
  t.match(hmong, { name: 'mông.m4a' });
  const heard = await s.viewer.get(`/api/recordings/${khmer.id}`);
  t.match(heard, { status: 200, headers: { 'content-type': 'audio/mpeg' } });
  t.match((await s.viewer.get(`/api/recordings/${khmer.id}/about`)).body, { name: 'thông báo.mp3' });
  const logged = (await s.admin.get('/api/audit')).body.items as { action: string }[];
  t.equal(logged.filter(({ action }) => action === 'recording.add').length, 2);

  const words = { title: 'Họp thôn', text: 'Mời bà con đi họp.', chime: '' };
  const alone = (await s.editor.post('/api/speech/preview', { text: words.text, chime: '' })).body;
  const recordings = [
    { language: 'khmer', recordingId: khmer.id },
    { language: 'hmong', recordingId: hmong.id },
  ];
  const made = await s.editor.post('/api/bulletins', { ...words, recordings });
  t.match(made, { status: 201, body: { recordings } });
  t.match(made.body.spoken, /đi họp\.\n\(Bản ghi âm tiếng Khmer\)\n\(Bản ghi âm tiếng Mông\)$/);
  const whole = (await s.editor.post(`/api/bulletins/${made.body.id}/preview`)).body;
  const apart = alone.durationMs + khmer.durationMs + hmong.durationMs;
  t.ok(Math.abs(whole.durationMs - apart) <= 3, `${whole.durationMs} ${apart}`);
  t.match(whole.spoken, /Bản ghi âm tiếng Khmer/);
  const path = s.app.speech.file(whole.audioUrl.split('/').at(-1));
  const probe = ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', path ?? ''];
  const seconds = Number(execFileSync('ffprobe', probe, { encoding: 'utf8' }));
  t.ok(Math.abs(seconds * 1_000 - whole.durationMs) < 100, `${seconds}`);
  t.equal(
    execFileSync('ffmpeg', ['-v', 'warning', '-i', path ?? '', '-f', 'null', '-'], { encoding: 'utf8' }),
    '',
  );

  s.addSpeaker('Loa 1');
  const id = await s.approved('Họp', { recordings: recordings.slice(0, 1) });
  const played = (await s.approver.post(`/api/bulletins/${id}/play`, { zoneIds: [s.zone], repeats: 2 })).body;
  const over = await s.reaches(played.id, 'playing', 'played');
  t.match(over.recordings, recordings.slice(0, 1));
  t.ok((over.durationMs ?? 0) > 2 * khmer.durationMs + 2_000, 'as often as the text');
});

t.test('what is no recording is refused, and nothing of it stays', async (t) => {
  t.testdir();
  const s = await stand(t);
  const refused = async (payload: Buffer, code: string, status = 400) =>
    t.match(await send(s, s.editor, payload), { status, body: { error: { code } } }, code);
  await refused(Buffer.from('#EXTM3U\nfile:///etc/passwd\n'), 'recording.no_sound');
  await refused(Buffer.from('<html>'), 'recording.no_sound');
  await refused(Buffer.alloc(0), 'recording.no_sound');
  await refused(Buffer.concat([Buffer.from('ID3'), Buffer.alloc(5_000, 7)]), 'recording.no_sound');
  await refused(tone(t, 'silent.wav', '-af', 'volume=0'), 'recording.silent');
  const long = ['-af', 'aloop=loop=-1:size=44100', '-t', '1801', '-b:a', '8k', '-ar', '8000'];
  await refused(tone(t, 'long.mp3', ...long), 'recording.too_long');
  await refused(Buffer.alloc(50 * 1024 ** 2 + 1), 'input.too_large', 413);
  t.equal((await send(s, s.viewer, tone(t, 'b.mp3'))).status, 403);
  t.same(readdirSync(join(s.station.data, 'recordings')), []);
  t.same(readdirSync(join(s.station.data, 'audio/tmp')), []);

  const recordings = (list: object[]) =>
    s.editor.post('/api/bulletins', { title: 'a', text: 'a b', recordings: list });
  const gone = { language: 'khmer', recordingId: 'f'.repeat(64) };
  t.match(await recordings([gone]), { status: 400, body: { error: { field: 'recordings.0.recordingId' } } });
  t.match(await recordings([{ ...gone, language: 'klingon' }]), {
    status: 400,
    body: { error: { field: /^recordings/ } },
  });
  t.match(await recordings(Array(6).fill(gone)), { status: 400 });
  t.equal((await s.editor.get(`/api/recordings/${'f'.repeat(64)}`)).status, 404);
});

t.test('kept while a version plays it, through everything that makes room; and in the backup', async (t) => {
  t.testdir();
  const s = await stand(t, { at: MORNING });
  const used = (await send(s, s.editor, tone(t, 'used.ogg', '-c:a', 'libvorbis'))).body;
  const unused = (await send(s, s.editor, tone(t, 'other.flac', '-af', 'volume=0.5,aecho=0.8:0.9:200:0.5')))
    .body;
  t.not(used.id, unused.id);
  const again = (await send(s, s.editor, tone(t, 'used.ogg', '-c:a', 'libvorbis'))).body;
  t.equal(again.id, used.id, 'the same sound is the same recording');
  const body = { title: 'a', text: 'Mời bà con.', recordings: [{ language: 'tay', recordingId: used.id }] };
  const made = (await s.editor.post('/api/bulletins', body)).body;
  const { recordings, ...edited } = body;
  await s.editor.put(`/api/bulletins/${made.id}`, { ...edited, version: 1 });
  s.app.speech.roomChanged('full');
  const held = new Set([used.id]);
  await s.app.speech.keepRecordings(held);
  t.ok(
    existsSync(join(s.station.data, 'recordings', `${unused.id}.mp3`)),
    'what has just come is not yet in any bulletin',
  );

  const rows = s.app.db.prepare<[], { id: string }>('SELECT id FROM recordings');
  t.equal(rows.all().length, 2);
  const { recordingsRepository } = await import('../../src/broadcast/recordings/recordings-repository.ts');
  recordingsRepository(s.app.db).dropUnused(MORNING + 8 * DAY_MS);
  t.same(rows.all(), [{ id: used.id }], 'an older version plays it still');
  t.equal((await s.editor.get(`/api/recordings/${used.id}`)).status, 200);
  t.ok((KEPT as readonly string[]).includes('recordings'));
  const kept = await filesUnder(s.station.data, 'recordings');
  t.ok(kept.some(({ name }) => name === `recordings/${used.id}.mp3`));
});
