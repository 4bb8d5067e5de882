import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { AppError } from '../../src/errors.ts';
import { createBreaker } from '../../src/speech/breaker.ts';
import type { SpeechEngine, Voice } from '../../src/speech/engines/engine.ts';
import { type FallbackParts, firstThatCan, lineUp, type Narrator } from '../../src/speech/fallback.ts';
import { silentEngine } from './fakes.ts';

const engine = (name: string, online: boolean, voices: [string, Voice['accent']][]): SpeechEngine => ({
  ...silentEngine(name, online),
  voices: voices.map(([id, accent]) => ({ id, engine: name, name: { vi: id, en: id }, accent })),
});
const fpt = engine('fpt', true, [
  ['fpt:a', 'south'],
  ['fpt:b', 'north'],
]);
const zalo = engine('zalo', true, [['zalo:a', 'north']]);
const espeak = engine('espeak-ng', false, [
  ['vi', 'north'],
  ['vi-vn-x-central', 'central'],
  ['vi-vn-x-south', 'south'],
]);
const all = [fpt, zalo, espeak];
const never = new AbortController().signal;
const ids = (narrators: Narrator[]) => narrators.map(({ voice }) => voice);

function parts(more: Partial<FallbackParts> = {}) {
  const fallen: string[] = [];
  const given: FallbackParts = {
    breaker: createBreaker(() => performance.now()),
    mayAsk: () => true,
    onFallback: ({ voice }, error) => fallen.push(`${voice} ${(error as AppError).code}`),
    ...more,
  };
  return { given, fallen };
}
const failed = (program: string) => new AppError('speech.failed', { program });

t.test('who is asked, in which order', (t) => {
  t.same(ids(lineUp('fpt:a', ['zalo:a', 'fpt:b'], all)), ['fpt:a', 'zalo:a', 'fpt:b', 'vi-vn-x-south']);
  t.same(
    ids(lineUp('fpt:a', ['fpt:a', 'vi-vn-x-south', 'vi-vn-x-south'], all)),
    ['fpt:a', 'vi-vn-x-south'],
    'each once',
  );
  t.same(ids(lineUp('vi', [], all)), ['vi']);
  t.same(
    ids(lineUp('gone:x', ['also:gone'], all)),
    ['vi'],
    'one that was taken away leaves the one that is there',
  );
  t.same(ids(lineUp('fpt:a', [], [fpt])), ['fpt:a']);
  t.same(lineUp('x', [], []), []);
  t.end();
});

t.test('the first that can, the failures told', async (t) => {
  const { given, fallen } = parts();
  const asked: string[] = [];
  const work = async ({ voice, engine }: Narrator) => {
    asked.push(voice);
    if (engine.online) throw failed(engine.title);
    return voice;
  };
  const said = await firstThatCan(
    lineUp('fpt:a', ['zalo:a'], all),
    work,
    { characters: 9, onlineMs: 5_000, signal: never },
    given,
  );
  t.equal(said, 'vi-vn-x-south');
  t.same(asked, ['fpt:a', 'zalo:a', 'vi-vn-x-south']);
  t.same(fallen, ['fpt:a speech.failed', 'zalo:a speech.failed']);
});

t.test('services share one time, and none of it is left for the last', async (t) => {
  const { given, fallen } = parts();
  const work = async ({ engine, voice }: Narrator, signal: AbortSignal) => {
    if (engine.online) await sleep(60_000, undefined, { signal });
    return voice;
  };
  const since = performance.now();
  const said = await firstThatCan(
    lineUp('fpt:a', ['zalo:a'], all),
    work,
    { characters: 9, onlineMs: 200.7, signal: never },
    given,
  );
  t.equal(said, 'vi-vn-x-south');
  t.same(fallen, ['fpt:a speech.timeout'], 'Zalo was not even asked');
  t.ok(performance.now() - since < 5_000);
});

t.test('no time, no quota, at rest: a service is passed over without a word', async (t) => {
  for (const [what, onlineMs, more] of [
    ['no time', 0, {}],
    ['late already', -5, {}],
    ['no quota', 5_000, { mayAsk: () => false }],
    ['at rest', 5_000, { breaker: { ...createBreaker(() => 0), allows: () => false } }],
  ] as const) {
    const { given, fallen } = parts(more);
    const asked: string[] = [];
    const work = async ({ voice }: Narrator) => void asked.push(voice);
    await firstThatCan(
      lineUp('fpt:a', ['zalo:a'], all),
      work,
      { characters: 9, onlineMs, signal: never },
      given,
    );
    t.same(asked, ['vi-vn-x-south'], what);
    t.same(fallen, [], what);
  }
});

t.test('what is no fault of an engine is thrown at once', async (t) => {
  const { given, fallen } = parts();
  for (const error of [
    new AppError('speech.empty', { field: 'text' }),
    Object.assign(new Error('full'), { code: 'ENOSPC' }),
    new AppError('speech.ffmpeg_missing'),
  ]) {
    const work = async () => {
      throw error;
    };
    const said = firstThatCan(
      lineUp('fpt:a', [], all),
      work,
      { characters: 9, onlineMs: 5_000, signal: never },
      given,
    );
    t.equal(await said.catch((thrown) => thrown), error);
  }
  t.same(fallen, []);
  const controller = new AbortController();
  const work = async () => {
    controller.abort(new Error('the editor has left'));
    throw failed('x');
  };
  const left = firstThatCan(
    lineUp('fpt:a', [], all),
    work,
    { characters: 9, onlineMs: 5_000, signal: controller.signal },
    given,
  );
  await t.rejects(left, { message: 'the editor has left' });
});

t.test('all of them fail, or there is nobody', async (t) => {
  const { given, fallen } = parts();
  const work = async ({ engine }: Narrator) => {
    throw failed(engine.title);
  };
  const options = { characters: 9, onlineMs: 5_000, signal: never };
  await t.rejects(firstThatCan(lineUp('fpt:a', [], all), work, options, given), {
    details: { program: 'espeak-ng' },
  } as never);
  t.equal(fallen.length, 2);
  await t.rejects(firstThatCan([], work, options, given), { code: 'speech.voice_unknown' } as never);
});
