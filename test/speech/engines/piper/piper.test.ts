import type { ChildProcess } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { installVoice, removeVoice } from '../../../../src/speech/engines/piper/install.ts';
import { piper } from '../../../../src/speech/engines/piper/piper.ts';
import { readWav } from '../../../../src/speech/pcm.ts';
import { tinyModel } from '../../../lab/voices/tiny-model.ts';
import { isAlive, speechIn, watchedSpawn } from '../../fakes.ts';
import { tinyVoice } from './tiny-voice.ts';

t.setTimeout(120_000);
const never = new AbortController().signal;
const TEXT = 'kính mời bà con đến nhà văn hóa thôn.';

async function withVoice(t: Test, accent: 'north' | 'south' = 'south') {
  const top = t.testdir();
  const dir = join(top, 'voices');
  const source = tinyVoice(top);
  const install = (id: string) =>
    installVoice({ dir, source, id, accent, name: 'Giọng thử', speaker: 0, confirm: async () => true });
  await install('tiny');
  const engine = piper({ dir });
  t.teardown(() => engine.close());
  return { top, dir, engine, install };
}

t.test('sherpa-onnx speaks with an installed voice: a real model, the real library', async (t) => {
  const { engine, top } = await withVoice(t);
  t.match(engine.voices, [
    { id: 'piper:tiny', engine: 'piper', accent: 'south', name: { vi: 'Giọng thử (Piper)' } },
  ]);
  t.notOk(engine.online);
  const probe = await engine.probe();
  t.match(probe, { version: /^1\./, voices: ['piper:tiny'] });
  const lengths = [];
  for (const text of [TEXT, `${TEXT} ${TEXT}`]) {
    const path = join(top, 'sound.wav');
    await engine.speak({ text, voice: 'piper:tiny', speed: 1, path }, never);
    const pcm = await readWav(path);
    t.equal(pcm?.rate, 22_050);
    lengths.push(pcm?.samples.length ?? 0);
  }
  const [short = 0, long = 0] = lengths;
  t.ok(short > 22_050, 'more than a second');
  t.ok(long > short * 1.7, 'as long as the text');
});

t.test('a bulletin with it from end to end, and the log says so', async (t) => {
  const { engine, top } = await withVoice(t);
  const { speech } = await speechIn(join(top, 'audio'), { engines: () => [engine] });
  const audio = await speech.render({ text: TEXT, voice: 'piper:tiny', target: 'bulletin', chime: null });
  t.match(audio, { engine: 'piper', voice: 'piper:tiny' });
  t.match(await speech.health(), { ok: true, engines: [{ name: 'piper', ok: true }, { name: 'espeak-ng' }] });
  await speech.close();
});

t.test('its process ends with the one that started it', async (t) => {
  const { top, dir } = await withVoice(t);
  const pids: number[] = [];
  const { spawn } = watchedSpawn((child) => pids.push(child.pid ?? 0));
  const engine = piper({ dir, spawn });
  await engine.speak({ text: TEXT, voice: 'piper:tiny', speed: 1, path: join(top, 'x.wav') }, never);
  t.ok(isAlive(pids[0] ?? 0));
  await engine.close();
  t.notOk(isAlive(pids[0] ?? 0));
  // Killed without a word, a station closes the pipe, and that is all that the child hears.
  let orphan: ChildProcess | undefined;
  const other = piper({
    dir,
    spawn: watchedSpawn((child) => {
      orphan = child;
    }).spawn,
  });
  await other.probe();
  orphan?.stdin?.end();
  while (isAlive(orphan?.pid ?? 0)) await sleep(10);
  await other.close();
});

t.test('voices come and go while the station runs', async (t) => {
  const { engine, dir, install } = await withVoice(t);
  t.equal(engine.voices.length, 1);
  const before = engine.revision;
  await install('another');
  t.same(
    engine.voices.map(({ id }) => id),
    ['piper:another', 'piper:tiny'],
  );
  t.not(engine.revision, before);
  await removeVoice(dir, 'another');
  t.equal(engine.voices.length, 1);
  mkdirSync(join(dir, 'no-voice'));
  writeFileSync(join(dir, 'no-voice', 'voice.json'), '{"name":');
  t.equal(engine.voices.length, 1, 'a folder without a card is none');
  await t.rejects(engine.speak({ text: TEXT, voice: 'piper:gone', speed: 1, path: '/x' }, never), {
    code: 'speech.voice_unknown',
  } as never);
});

t.test(
  'a broken voice is a clear error, whatever it does to the library, and another voice speaks',
  async (t) => {
    const { engine, dir, top } = await withVoice(t);
    const fallen: unknown[] = [];
    const { speech } = await speechIn(join(top, 'audio'), {
      engines: () => [engine],
      onFallback: (_from, error) => fallen.push((error as { code: string }).code),
    });
    const model = join(dir, 'tiny', 'tiny.onnx');
    const breakages: [string, () => void][] = [
      ['no model', () => writeFileSync(model, 'not a model')],
      ['cut short', () => writeFileSync(model, tinyModel().subarray(0, 1_000))],
      // These end the process: there is no error to catch.
      [
        'no sample rate',
        () =>
          writeFileSync(
            model,
            Buffer.from(tinyModel().toString('latin1').replace('sample_rate', 'sample_xate'), 'latin1'),
          ),
      ],
      ['bad tokens', () => writeFileSync(join(dir, 'tiny', 'tokens.txt'), 'x')],
      ['no data', () => rmSync(join(dir, 'tiny', 'espeak-ng-data', 'phontab'))],
      ['no model file', () => rmSync(model)],
    ];
    let n = 0;
    for (const [what, damage] of breakages) {
      damage();
      const speak = engine.speak(
        { text: TEXT, voice: 'piper:tiny', speed: 1, path: join(top, 'x.wav') },
        never,
      );
      await t.rejects(
        speak,
        { code: 'speech.voice_broken', messageVi: /Giọng thử.*voice remove tiny/ } as never,
        what,
      );
      if (++n > 1) continue;
      const audio = await speech.render({
        text: TEXT,
        voice: 'piper:tiny',
        target: 'emergency',
        chime: null,
      });
      t.match(audio, { engine: 'espeak-ng', voice: 'vi-vn-x-south' });
      t.same(fallen, ['speech.voice_broken']);
    }
    await speech.close();
  },
);
