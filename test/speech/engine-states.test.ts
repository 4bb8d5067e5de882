import t from 'tap';
import { AppError } from '../../src/errors.ts';
import { createEngineStates } from '../../src/speech/engine-states.ts';
import { silentEngine } from './fakes.ts';

const engine = silentEngine('fpt', true);
const narrator = { engine, voice: 'fpt:banmai' };
const NOW = Date.UTC(2026, 10, 20);

function statesWith({ used = 0, limit }: { used?: number; limit?: number } = {}) {
  const clock = { monotonic: 5_000 };
  const told: string[] = [];
  const states = createEngineStates({
    usage: { used: () => used, add: async () => {} },
    monthlyLimit: () => limit,
    onFallback: ({ voice }, error) => told.push(`${voice} ${(error as AppError).code}`),
    now: () => NOW,
    monotonic: () => clock.monotonic,
  });
  return { states, told, clock };
}

t.test('an engine of which nothing is known', (t) => {
  t.same(statesWith().states.of('fpt'), { used: 0, restsUntil: null, lastError: null });
  t.end();
});

t.test('a failure is told in both languages, with when it may be asked again, until it speaks', (t) => {
  const { states, told } = statesWith({ used: 7 });
  const error = new AppError('speech.refused', {
    program: 'FPT.AI',
    reason: 'hết hạn mức',
    reasonEn: 'no quota',
  });
  states.onFallback(narrator, error);
  states.breaker.failed('fpt', true);
  t.match(states.of('fpt'), {
    used: 7,
    restsUntil: NOW + 30 * 60_000,
    lastError: { at: NOW, code: 'speech.refused', message: /hết hạn mức/, messageEn: /no quota/ },
  });
  t.same(told, ['fpt:banmai speech.refused']);
  states.breaker.succeeded('fpt');
  t.match(states.of('fpt'), { restsUntil: null, lastError: null });
  t.end();
});

t.test('what is no error of ours is told as such, and nothing of it leaks', (t) => {
  const { states } = statesWith();
  states.onFallback(narrator, new Error('secret'));
  t.match(states.of('fpt').lastError, { code: 'internal' });
  t.notMatch(JSON.stringify(states.of('fpt')), /secret/);
  t.end();
});

t.test('the limit of the month, to the last character', (t) => {
  const { states } = statesWith({ used: 90, limit: 100 });
  t.ok(states.mayAsk(engine, 10));
  t.notOk(states.mayAsk(engine, 11));
  states.mustAsk(engine, 10);
  t.throws(() => states.mustAsk(engine, 11), { code: 'speech.refused', messageVi: /hết số ký tự/ });
  t.ok(statesWith({ used: 1e9 }).states.mayAsk(engine, 1), 'no limit');
  t.end();
});

t.test('a trial is let through whatever happened before, and its outcome counts', async (t) => {
  const { states } = statesWith({ used: 5, limit: 10 });
  states.breaker.failed('fpt', true);
  t.equal(await states.tried(narrator, 5, async () => 'spoken'), 'spoken');
  t.ok(states.breaker.allows('fpt'));
  const error = new AppError('speech.no_audio', { program: 'FPT.AI' });
  t.equal(await states.tried(narrator, 5, () => Promise.reject(error)).catch((thrown) => thrown), error);
  t.match(states.of('fpt'), { lastError: { code: 'speech.no_audio' }, restsUntil: null });
  await t.rejects(
    states.tried(narrator, 6, async () => 'x'),
    { code: 'speech.refused' } as never,
  );
  const local = { engine: silentEngine('espeak-ng', false), voice: 'vi' };
  t.equal(await states.tried(local, 6_000, async () => 'x'), 'x', 'this machine charges nothing');
});
