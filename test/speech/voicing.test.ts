import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import type { SpeakRequest } from '../../src/speech/engines/engine.ts';
import { readWav, wavHeader } from '../../src/speech/pcm.ts';
import type { Segment } from '../../src/speech/segments.ts';
import { createSentenceCache } from '../../src/speech/sentence-cache.ts';
import { voiceSegments } from '../../src/speech/voicing.ts';
import { silentEngine } from './fakes.ts';

const RATE = 22_050;
const segment = (text: string, more: Partial<Segment> = {}): Segment => ({
  text,
  slow: false,
  pauseMs: 100,
  ...more,
});

/** 100 ms of sound, loud from end to end. */
async function speak({ path }: SpeakRequest, rate = RATE): Promise<void> {
  const samples = Buffer.alloc((rate / 10) * 2);
  for (let i = 0; i < samples.length; i += 2) samples.writeInt16LE(i % 4 ? 5_000 : -5_000, i);
  await writeFile(path, Buffer.concat([wavHeader(rate, samples.length), samples]));
}

async function rig(
  t: Test,
  speaks: (request: SpeakRequest, signal: AbortSignal) => Promise<void> = (one) => speak(one),
) {
  const dir = t.testdir();
  const asked: SpeakRequest[] = [];
  let charged = 0;
  const sentences = createSentenceCache({ dir: join(dir, 's'), limitBytes: 1e7, now: Date.now });
  await sentences.open();
  const engine = {
    ...silentEngine('fake', true),
    speak: (request: SpeakRequest, signal: AbortSignal) => {
      asked.push(request);
      return speaks(request, signal);
    },
  };
  const path = join(dir, 'out.wav');
  const say = (segments: Segment[], { speed = 1, signal = new AbortController().signal } = {}) =>
    voiceSegments(engine, segments, { voice: 'fake:a', speed }, path, {
      ...{ sentences, signal },
      onAsk: (characters) => {
        charged += characters;
      },
    });
  return { asked, say, path, charged: () => charged };
}

t.test('segments one behind the other, with their pauses', async (t) => {
  const { say, path } = await rig(t);
  const { durationMs } = await say([segment('một', { pauseMs: 300 }), segment('hai', { pauseMs: 999 })]);
  t.equal(durationMs, 500, 'no pause behind the last');
  const pcm = await readWav(path);
  const loud = (ms: number) => Math.abs(pcm?.samples[Math.round((RATE * ms) / 1_000)] ?? 0) > 1_000;
  t.same([50, 150, 350, 450].map(loud), [true, false, false, true]);
});

t.test('phone numbers slower, pauses shorter when it goes fast', async (t) => {
  const { say, asked } = await rig(t);
  const { durationMs } = await say(
    [segment('một', { pauseMs: 300 }), segment('không chín', { slow: true })],
    { speed: 2 },
  );
  t.equal(durationMs, 350);
  t.same(
    asked.map(({ speed }) => speed),
    [2, 1.64],
  );
});

t.test('at most two on their way, each sentence paid for once', async (t) => {
  let running = 0;
  let most = 0;
  const { say, asked, charged } = await rig(t, async (request) => {
    most = Math.max(most, ++running);
    await sleep(20);
    running--;
    await speak(request);
  });
  const all = ['một', 'hai', 'ba', 'bốn', 'năm'].map((text) => segment(text));
  await say(all);
  t.equal(most, 2);
  t.equal(charged(), 'mộthaibabốnnăm'.length);
  await say([...all, segment('sáu')]);
  t.same(
    asked.map(({ text }) => text),
    ['một', 'hai', 'ba', 'bốn', 'năm', 'sáu'],
  );
  t.equal(charged(), 'mộthaibabốnnămsáu'.length);
});

t.test('one that fails ends the others, and all have ended when it is told', async (t) => {
  let running = 0;
  const { say } = await rig(t, async ({ text }, signal) => {
    running++;
    try {
      if (text === 'hai') throw new Error('the service is down');
      await sleep(60_000, undefined, { signal });
    } finally {
      running--;
    }
  });
  await t.rejects(say([segment('một'), segment('hai'), segment('ba')]), { message: 'the service is down' });
  t.equal(running, 0);
});

t.test('an abort ends it', async (t) => {
  const controller = new AbortController();
  const { say, asked } = await rig(t, (_request, signal) => sleep(60_000, undefined, { signal }));
  const saying = say([segment('một')], { signal: controller.signal });
  while (asked.length === 0) await sleep(5);
  controller.abort(new Error('the editor has left'));
  await t.rejects(saying, { message: 'the editor has left' });
});

t.test('silence, no sound, another rate, nothing to say', async (t) => {
  const silent = await rig(t, ({ path }) =>
    writeFile(path, Buffer.concat([wavHeader(RATE, 2_000), Buffer.alloc(2_000)])),
  );
  await t.rejects(silent.say([segment('một')]), { code: 'speech.silent' } as never);
  const page = await rig(t, ({ path }) => writeFile(path, '<html></html>'));
  await t.rejects(page.say([segment('một')]), {
    code: 'speech.no_audio',
    details: { program: 'fake' },
  } as never);
  const mixed = await rig(t, (request) => speak(request, request.text === 'hai' ? 16_000 : RATE));
  await t.rejects(mixed.say([segment('một'), segment('hai')]), { code: 'speech.no_audio' } as never);
  await t.rejects(mixed.say([]), { code: 'speech.empty' } as never);
});
