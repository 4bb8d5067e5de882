import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { Value } from 'typebox/value';
import { runFfmpeg } from '../../src/protocols/ffmpeg.ts';
import { SpeechSettings } from '../../src/speech/config.ts';
import { readMeter } from '../../src/speech/loudness.ts';
import type { RenderRequest } from '../../src/speech/request.ts';
import { speechIn, watchedSpawn } from './fakes.ts';

t.setTimeout(180_000);

const TEXT =
  'UBND xã thông báo: 7h30 ngày 15/10, trạm y tế tiêm chủng cho trẻ dưới 5 tuổi tại nhà văn hóa thôn.';

async function measure(path: string) {
  const meter = 'apad=whole_dur=4,ebur128=peak=true:dualmono=true:framelog=verbose';
  const build: Parameters<typeof runFfmpeg>[0] = (command) =>
    command.input(path).audioFilters(meter).output('-').format('null');
  const stderr = await runFfmpeg(build, { program: 'ffmpeg', timeoutMs: 30_000 });
  const loudness = readMeter(stderr) ?? { integrated: 0, truePeak: 0, range: 0, threshold: 0 };
  return { ...loudness, stream: /Stream #0:0.*/.exec(stderr)?.[0] ?? '' };
}

t.test('text in, airable audio out', async (t) => {
  const dir = t.testdir();
  const { speech, events } = await speechIn(dir);
  const audio = await speech.render({ text: TEXT, target: 'bulletin' });
  const bytes = readFileSync(audio.path);
  t.match(audio, {
    mime: 'audio/mpeg',
    engine: 'espeak-ng',
    voice: 'vi',
    cached: false,
    bytes: bytes.length,
  });
  t.equal(audio.id, createHash('sha256').update(bytes).digest('hex'));
  t.match(audio.normalised, /^ủy ban nhân dân xã thông báo: bảy giờ ba mươi/);
  t.equal(speech.file(audio.id), audio.path);
  const { stream, integrated, truePeak } = await measure(audio.path);
  t.match(stream, /mp3, 44100 Hz, mono, fltp, 64 kb\/s/);
  t.ok(Math.abs(integrated - -16) <= 0.7, `${integrated} LUFS`);
  t.ok(Math.abs(audio.lufs - integrated) <= 0.5, 'what is told of it is what is measured');
  t.ok(truePeak <= -1, `${truePeak} dBTP`);
  t.same(readdirSync(join(dir, 'tmp')), [], 'nothing is left of the work');
  t.same(events, ['recovered']);
  await speech.close();
});

t.test('loudness and peak of many: voices, speeds, lengths, chimes, repeats', async (t) => {
  const { speech } = await speechIn(t.testdir());
  const chimes = speech.chimes();
  t.equal(chimes.filter((chime) => chime.target === 'emergency').length, 2);
  const requests: RenderRequest[] = [
    ...(await speech.voices()).map(({ id }) => ({
      text: TEXT,
      voice: id,
      chime: null,
      target: 'bulletin' as const,
    })),
    ...chimes.map(({ id, target }) => ({ text: 'Xin chào.', chime: id, target })),
    { text: 'Có.', chime: null, target: 'emergency' },
    { text: TEXT, speed: 0.5, chime: null, target: 'emergency' },
    { text: TEXT, speed: 2, repeats: 3, target: 'emergency' },
  ];
  for (const request of requests) {
    const { path, durationMs } = await speech.render(request);
    const { integrated, truePeak } = await measure(path);
    const wanted = request.target === 'bulletin' ? -16 : -14;
    const name = JSON.stringify(request);
    t.ok(Math.abs(integrated - wanted) <= 0.7, `${name}: ${integrated} LUFS`);
    t.ok(truePeak <= -1, `${name}: ${truePeak} dBTP`);
    t.ok(durationMs >= 1_000, name);
  }
  await speech.close();
});

t.test('a single word, said so fast that a meter cannot judge it', async (t) => {
  const { speech } = await speechIn(t.testdir());
  for (const target of ['bulletin', 'emergency'] as const) {
    const { path, lufs } = await speech.render({ text: 'Có.', speed: 2, chime: null, target });
    t.ok(lufs < -14 && lufs > -24, `${lufs} LUFS`);
    t.ok((await measure(path)).truePeak <= -1);
  }
  await speech.close();
});

t.test('the chime or silence in front, repeats with a pause, the preface each time', async (t) => {
  const { speech } = await speechIn(t.testdir());
  const base = { text: 'Xin chào bà con.', target: 'bulletin', chime: null } as const;
  const once = await speech.render(base);
  const thrice = await speech.render({ ...base, repeats: 3 });
  const spoken = once.durationMs - 1_000;
  t.ok(Math.abs(thrice.durationMs - (1_000 + 3 * spoken + 2 * 1_500)) < 100, `${thrice.durationMs} ms`);
  const chimed = await speech.render({ ...base, chime: 'chuong-mot-not' });
  t.ok(Math.abs(chimed.durationMs - (spoken + 500 + 2_500)) < 100, `${chimed.durationMs} ms`);
  const drill = await speech.render({ ...base, preface: 'Đây là diễn tập' });
  t.equal(drill.normalised, 'Đây là diễn tập.\nXin chào bà con.');
  t.ok(drill.durationMs > once.durationMs + 800);

  const silence = /silence_(start|end): ([\d.]+)/g;
  const stderr = await runFfmpeg(
    (command) =>
      command.input(once.path).audioFilters('silencedetect=n=-50dB:d=0.3').output('-').format('null'),
    { program: 'ffmpeg', timeoutMs: 30_000 },
  );
  const marks = [...stderr.matchAll(silence)].map((match) => Number(match[2]));
  t.ok((marks[0] ?? 1) < 0.05 && (marks[1] ?? 0) >= 0.45, 'half a second in front');
  t.ok(once.durationMs / 1000 - (marks.at(-2) ?? 0) >= 0.5, 'and behind');
  await speech.close();
});

t.test('the same is never rendered twice', async (t) => {
  const dir = t.testdir();
  const { started, spawn } = watchedSpawn();
  const { speech } = await speechIn(dir, { spawn });
  const request = { text: TEXT, target: 'bulletin' } as const;
  const all = await Promise.all([
    speech.render(request),
    speech.render(request),
    speech.render({ ...request, speed: 1 }),
  ]);
  t.equal(new Set(all.map(({ id }) => id)).size, 1);
  t.same(started, ['espeak-ng', 'ffmpeg', 'ffmpeg']);
  t.ok((await speech.render({ ...request, text: TEXT.normalize('NFD') })).cached);
  t.ok(
    (await speech.render({ ...request, text: TEXT.replace('7h30', '7H30') })).cached,
    'what is said counts',
  );
  await speech.close();

  const { speech: reopened } = await speechIn(dir, { spawn });
  t.ok((await reopened.render(request)).cached);
  t.equal(started.length, 3);
  for (const other of [
    { voice: 'vi-vn-x-south' },
    { speed: 1.1 },
    { chime: null },
    { repeats: 2 },
    { preface: 'Nghe đây.' },
  ])
    t.notOk((await reopened.render({ ...request, ...other })).cached, JSON.stringify(other));
  await reopened.close();
});

t.test('settings give the defaults and the way numbers are read', async (t) => {
  const { speech } = await speechIn(t.testdir(), {
    settings: () => ({
      ...Value.Create(SpeechSettings),
      ...{ voice: 'vi-vn-x-south', speed: 1.2, chime: '', emergencyChime: '' },
      ...{
        thousand: 'ngàn',
        zeroTens: 'lẻ',
        zeroHundreds: true,
        minutes: 'always',
        per: 'một',
        ordinals: 'traditional',
      },
    }),
  });
  t.equal(
    speech.normalise('1.005 người lúc 7h30').spoken,
    'một ngàn không trăm lẻ năm người lúc bảy giờ ba mươi phút',
  );
  const audio = await speech.render({ text: 'Xin chào.', target: 'emergency' });
  t.equal(audio.voice, 'vi-vn-x-south');
  t.ok(audio.durationMs < 2_500, 'no siren in front');
  t.ok(existsSync(audio.path));
  await speech.close();
});

t.test('text that begins like an option, or holds markup and control characters', async (t) => {
  const { speech } = await speechIn(t.testdir());
  for (const text of [
    '-f /etc/passwd',
    '--help',
    '-v en xin chào',
    '<speak>xin chào</speak>',
    '[[abc]] xin\u0000chào',
  ])
    t.ok((await speech.render({ text, target: 'bulletin', chime: null })).durationMs > 1_000, text);
  await speech.close();
});

t.test('bad requests are refused, naming the field', async (t) => {
  const { speech, events } = await speechIn(t.testdir());
  const base = { text: 'Xin chào', target: 'bulletin' } as const;
  const cases: [object, string, string][] = [
    [{ text: '' }, 'speech.empty', 'text'],
    [{ text: ' …\n😀 -- ' }, 'speech.empty', 'text'],
    [{ text: 'a'.repeat(100_001) }, 'speech.too_long', 'text'],
    [{ voice: 'en' }, 'speech.voice_unknown', 'voice'],
    [{ chime: '../x' }, 'speech.chime_unknown', 'chime'],
    [{ repeats: 0 }, 'input.invalid', 'repeats'],
    [{ repeats: 1.5 }, 'input.invalid', 'repeats'],
    [{ repeats: 6 }, 'input.invalid', 'repeats'],
    [{ speed: 0.4 }, 'input.invalid', 'speed'],
    [{ speed: Number.NaN }, 'input.invalid', 'speed'],
  ];
  for (const [wrong, code, field] of cases) {
    const render = speech.render({ ...base, ...wrong });
    await t.rejects(
      render,
      { name: 'AppError', code, statusCode: 400, details: { field } },
      JSON.stringify(wrong).slice(0, 60),
    );
  }
  t.same(events, [], 'that is no fault of the station');
  await speech.close();
});
