import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import t, { type Test } from 'tap';
import { decode } from '../../../../src/speech/engines/online/decode.ts';
import { readWav } from '../../../../src/speech/pcm.ts';
import { soundFor } from '../../../lab/voices/sound.ts';
import { soundPath } from './rig.ts';

t.setTimeout(60_000);
const signal = new AbortController().signal;
const OPTIONS = { program: 'ffmpeg', timeoutMs: 20_000 };

/** What becomes of the bytes: seconds of sound, or an error's code. */
async function outcome(t: Test, bytes: Uint8Array, { characters = 60, speed = 1 } = {}, options = OPTIONS) {
  const path = soundPath(t);
  const result = await decode(bytes, path, { title: 'X', characters, speed, signal }, options).then(
    async () => Math.round((((await readWav(path))?.samples.length ?? 0) / 22_050) * 10) / 10,
    (error) => error.code as string,
  );
  t.same(
    readdirSync(dirname(path)).filter((name) => name !== 'sound.wav'),
    [],
    'nothing else is left',
  );
  return result;
}

t.test('MP3 and WAV of any rate become 16-bit mono', async (t) => {
  for (const format of ['mp3', 'wav'] as const) {
    const seconds = await outcome(t, soundFor(60, format));
    t.ok(Math.abs(Number(seconds) - 4.5) <= 0.1, `${format}: ${seconds} s`);
  }
});

t.test('a WAV from a pipe, whose header tells no length', async (t) => {
  const wav = Buffer.from(soundFor(60, 'wav'));
  wav.writeUInt32LE(0xffff_ffff, 4);
  wav.writeUInt32LE(0xffff_ffff, wav.indexOf('data') + 4);
  t.equal(await outcome(t, wav), 4.5);
});

t.test('cut short is told from its header, or from its text', async (t) => {
  const wav = soundFor(60, 'wav');
  const mp3 = soundFor(60, 'mp3');
  t.equal(await outcome(t, wav.subarray(0, wav.length - 50_000)), 'speech.cut_off');
  t.equal(await outcome(t, mp3.subarray(0, mp3.length / 2)), 'speech.cut_off', 'the MP3 says how long it is');
  t.equal(await outcome(t, soundFor(10), { characters: 200 }), 'speech.cut_off');
  t.equal(await outcome(t, soundFor(5), { characters: 15 }), 0.5, 'a word or two may be short');
  t.equal(
    await outcome(t, soundFor(20), { characters: 100, speed: 2 }),
    1.5,
    'twice as fast is half as long',
  );
});

t.test('what is no sound', async (t) => {
  for (const [what, bytes] of [
    ['nothing', Buffer.alloc(0)],
    ['a page', Buffer.from('<!doctype html><html></html>')],
    ['JSON', Buffer.from('{"error":1}')],
    ['a picture', Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1')],
    ['frames of nothing', Buffer.alloc(5_000, 0xff)],
    ['a WAV header', soundFor(60, 'wav').subarray(0, 20)],
  ] as const)
    t.match(await outcome(t, bytes), /^speech\.(no_audio|cut_off)$/, what);
  t.equal(
    await outcome(t, soundFor(60), {}, { ...OPTIONS, program: '/nowhere/ffmpeg' }),
    'speech.ffmpeg_missing',
  );
  t.equal(await outcome(t, soundFor(60), {}, { ...OPTIONS, timeoutMs: 1 }), 'speech.timeout');
});
