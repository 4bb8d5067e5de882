import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import type { RenderRequest } from '../../src/speech/request.ts';
import { isAlive, pidIn, script, speechIn, watchedSpawn } from './fakes.ts';

t.setTimeout(120_000);

const REQUEST: RenderRequest = {
  text: 'Xin chào bà con, hôm nay trời đẹp.',
  target: 'bulletin',
  chime: null,
};

/** After a failure nothing is left of the work, and nothing was taken for audio. */
function leftNothing(t: Test, dir: string): void {
  t.same(readdirSync(join(dir, 'tmp')), [], 'no temporary file is left');
  t.same(
    readdirSync(dir).filter((name) => name.endsWith('.mp3')),
    [],
  );
  t.same(readdirSync(join(dir, 'index')), []);
}

/** Sound as espeak-ng would give it, made once for the fakes that give it back wrong. */
function wav(path: string, filter: string): string {
  execFileSync('ffmpeg', [
    '-v',
    'error',
    '-f',
    'lavfi',
    '-i',
    filter,
    '-ar',
    '22050',
    '-ac',
    '1',
    '-y',
    path,
  ]);
  return path;
}

t.test('a missing program is named, and health tells', async (t) => {
  const dir = t.testdir();
  for (const [missing, code] of [
    ['espeak', 'speech.engine_missing'],
    ['ffmpeg', 'speech.ffmpeg_missing'],
  ] as const) {
    const programs = { ffmpeg: 'ffmpeg', espeak: 'espeak-ng', [missing]: '/nowhere/program' };
    const { speech, events } = await speechIn(dir, { programs });
    await t.rejects(speech.render(REQUEST), { name: 'AppError', code });
    await t.rejects(speech.render(REQUEST), { name: 'AppError', code });
    t.same(events, [code], 'told once');
    const health = await speech.health();
    t.match(health, { ok: false, failing: code });
    t.equal(missing === 'espeak' ? health.ffmpeg.ok : health.engines[0]?.ok, true);
    t.type((missing === 'espeak' ? health.engines[0] : health.ffmpeg)?.problem?.message, 'string');
    leftNothing(t, dir);
    await speech.close();
  }
});

t.test('health when all is well', async (t) => {
  const { speech } = await speechIn(t.testdir());
  await speech.render(REQUEST);
  t.match(await speech.health(), {
    ok: true,
    engines: [
      { name: 'espeak-ng', ok: true, version: /^\d/, voices: ['vi', 'vi-vn-x-central', 'vi-vn-x-south'] },
    ],
    ffmpeg: { ok: true, version: /./, problem: null },
    failing: null,
  });
  await speech.close();
});

t.test('an engine that hangs, crashes, says nothing or gives no sound', async (t) => {
  const bin = t.testdir();
  const silence = wav(join(bin, 'silence.wav'), 'anullsrc=d=4');
  const blip = wav(join(bin, 'blip.wav'), 'sine=f=300:d=0.2');
  const endless = wav(join(bin, 'endless.wav'), 'sine=f=300:d=90');
  const engines: [name: string, body: string, code: string][] = [
    ['hangs', 'exec sleep 60', 'speech.timeout'],
    ['hangs-after-start', `head -c 1000 ${silence}; exec sleep 60`, 'speech.timeout'],
    ['crashes', `head -c 1000 ${silence}; kill -SEGV $$`, 'speech.failed'],
    ['fails', 'echo no voice >&2; exit 1', 'speech.failed'],
    ['says-nothing', 'exit 0', 'speech.no_audio'],
    ['prints', 'echo "Usage: espeak-ng [options] and so on, for longer than a header is"', 'speech.no_audio'],
    ['silent', `cat ${silence}`, 'speech.silent'],
    ['cut-off', `cat ${blip}`, 'speech.cut_off'],
    ['endless', `cat ${endless}`, 'speech.cut_off'],
  ];
  for (const [name, body, code] of engines) {
    const dir = join(bin, `data-${name}`);
    const espeak = script(join(bin, name), `[ "$1" = --version ] && exec sleep 60\n${body}`);
    const { speech, events } = await speechIn(dir, {
      programs: { ffmpeg: 'ffmpeg', espeak },
      timeouts: { engineMs: 500 },
    });
    await t.rejects(speech.render(REQUEST), { name: 'AppError', code }, name);
    t.same(events, [code], name);
    leftNothing(t, dir);
    await speech.close();
  }
});

t.test('ffmpeg killed in the middle of either pass, then well again', async (t) => {
  for (const pass of [1, 2]) {
    const dir = t.testdir();
    let seen = 0;
    const { spawn } = watchedSpawn((child, program) => {
      if (program === 'ffmpeg' && ++seen === pass) child.once('spawn', () => child.kill('SIGKILL'));
    });
    const { speech, events } = await speechIn(dir, { spawn });
    await t.rejects(speech.render(REQUEST), { name: 'AppError', code: 'speech.failed' });
    leftNothing(t, dir);
    t.notOk((await speech.render(REQUEST)).cached);
    t.same(events, ['speech.failed', 'recovered']);
    await speech.close();
  }
});

t.test('an ffmpeg that hangs, or writes a file cut short', async (t) => {
  const bin = t.testdir();
  const cutter = `for last; do :; done; ffmpeg "$@" || exit; case $last in *.mp3) head -c 4000 "$last" > "$last.x"; mv "$last.x" "$last";; esac`;
  for (const [name, body, code] of [
    ['hangs', 'exec sleep 60', 'speech.timeout'],
    ['mute', 'exit 0', 'speech.no_audio'],
    ['cuts', cutter, 'speech.cut_off'],
  ] as const) {
    const dir = join(bin, `data-${name}`);
    const { speech } = await speechIn(dir, {
      programs: { ffmpeg: script(join(bin, name), body), espeak: 'espeak-ng' },
      timeouts: { ffmpegMs: name === 'hangs' ? 300 : 20_000 },
    });
    await t.rejects(speech.render(REQUEST), { name: 'AppError', code }, name);
    leftNothing(t, dir);
    await speech.close();
  }
});

t.test('an abort ends the work at once and leaves no process', async (t) => {
  const bin = t.testdir();
  const pidFile = join(bin, 'pid');
  const espeak = script(join(bin, 'slow'), `echo $$ > ${pidFile}; exec sleep 60`);
  const dir = join(bin, 'data');
  const { speech, events } = await speechIn(dir, { programs: { ffmpeg: 'ffmpeg', espeak } });
  const controller = new AbortController();
  const render = speech.render(REQUEST, { signal: controller.signal });
  const pid = await pidIn(pidFile);
  controller.abort(new Error('the editor has left'));
  await t.rejects(render, { message: 'the editor has left' });
  await speech.close();
  t.notOk(isAlive(pid));
  leftNothing(t, dir);
  t.same(events, [], 'that is no fault');
});

t.test('closing in the middle of a render leaves no process', async (t) => {
  const bin = t.testdir();
  const pidFile = join(bin, 'pid');
  const espeak = script(join(bin, 'slow'), `echo $$ > ${pidFile}; exec sleep 60`);
  const { speech } = await speechIn(join(bin, 'data'), { programs: { ffmpeg: 'ffmpeg', espeak } });
  const render = speech.render(REQUEST);
  render.catch(() => {});
  const pid = await pidIn(pidFile);
  await speech.close();
  t.notOk(isAlive(pid));
  await t.rejects(render, { message: 'the station is closing' });
});

t.test('a full disk is said to be full', async (t) => {
  const bin = t.testdir();
  const full = 'echo "/data/x.mp3: No space left on device" >&2; exit 1';
  const dir = join(bin, 'data');
  const { speech, events } = await speechIn(dir, {
    programs: { ffmpeg: script(join(bin, 'full'), full), espeak: 'espeak-ng' },
  });
  await t.rejects(speech.render(REQUEST), { name: 'AppError', code: 'disk.full', statusCode: 507 });
  t.same(events, ['disk.full']);
  leftNothing(t, dir);
  await speech.close();
});

/** Runs in a mount namespace of its own, so that the small disk goes with the process whatever happens. */
const ON_SMALL_DISK = `
  import { readdirSync, writeFileSync } from 'node:fs';
  import { join } from 'node:path';
  import { createSpeech } from ${JSON.stringify(join(import.meta.dirname, '../../src/speech/speech.ts'))};
  const dir = process.argv[1];
  const speech = createSpeech({ dir, programs: { ffmpeg: 'ffmpeg', espeak: 'espeak-ng' } });
  await speech.open();
  const render = (text) =>
    speech.render({ text, target: 'bulletin', chime: null }).then(() => 'rendered', (error) => error.code);
  const ballast = join(dir, 'ballast');
  const outcomes = [];
  // Room for the engine's file, then for less and less of what comes after.
  for (const kilobytes of [100, 300, 500, 700]) {
    writeFileSync(ballast, Buffer.alloc(kilobytes * 1024));
    const code = await render('Đề nghị bà con đưa con em đến đúng giờ, đúng nơi. '.repeat(6));
    outcomes.push([code, readdirSync(join(dir, 'tmp')).length]);
  }
  writeFileSync(ballast, '');
  outcomes.push([await render('Xin chào bà con.'), readdirSync(join(dir, 'tmp')).length]);
  await speech.close();
  console.log(JSON.stringify(outcomes));`;

t.test('a disk that really is full, then has room again', async (t) => {
  const mount =
    'mount -t tmpfs -o size=800k tmpfs "$1" || exit 77; exec "$0" --input-type=module -e "$2" "$1"';
  const args = ['--mount', '/bin/sh', '-c', mount, process.execPath, t.testdir(), ON_SMALL_DISK];
  const run = spawnSync('unshare', args, { encoding: 'utf8' });
  if (run.error || run.status === 77 || /unshare.*not permitted/i.test(run.stderr)) {
    t.comment('not run: this needs the right to mount a tmpfs');
    return;
  }
  t.same(JSON.parse(run.stdout), [
    ['disk.full', 0],
    ['disk.full', 0],
    ['disk.full', 0],
    ['disk.full', 0],
    ['rendered', 0],
  ]);
});

t.test('what was not used of late gives way when the disk is full', async (t) => {
  const bin = t.testdir();
  const dir = join(bin, 'data');
  let now = Date.UTC(2026, 10, 20);
  const flag = join(bin, 'full');
  const program = `[ -f ${flag} ] && { rm ${flag}; echo "No space left on device" >&2; exit 1; }; exec ffmpeg "$@"`;
  const { speech } = await speechIn(dir, {
    programs: { ffmpeg: script(join(bin, 'ffmpeg'), program), espeak: 'espeak-ng' },
    now: () => now,
  });
  const old = await speech.render(REQUEST);
  now += 86_400_000;
  writeFileSync(flag, '');
  const fresh = await speech.render({ ...REQUEST, text: 'Khẩn cấp, nước đang lên.', target: 'emergency' });
  t.notOk(existsSync(old.path));
  t.ok(readFileSync(fresh.path).length > 1_000);
  await speech.close();
});

t.test('the cache shrinks while the disk is short of room, and grows again after', async (t) => {
  let now = Date.UTC(2026, 10, 20);
  const { speech } = await speechIn(t.testdir(), { now: () => now });
  const say = (text: string) => speech.render({ ...REQUEST, text });
  const [old, older] = [await say('Xin chào bà con.'), await say('Trời hôm nay đẹp lắm, bà con ạ.')];
  now += 86_400_000;
  const fresh = await say('Chúc bà con buổi tối an lành.');
  speech.roomChanged('low');
  while (existsSync(old.path) && existsSync(older.path)) await sleep(10);
  t.ok(existsSync(fresh.path), 'what may be on its way to the speakers stays');
  speech.roomChanged('full');
  while (existsSync(old.path) || existsSync(older.path)) await sleep(10);
  t.ok(existsSync(fresh.path));
  speech.roomChanged('ok');
  const again = await say('Xin chào bà con.');
  now += 86_400_000;
  await say('Mời bà con đến nhà văn hóa.');
  await speech.close();
  t.ok(existsSync(fresh.path) && existsSync(again.path));
});
