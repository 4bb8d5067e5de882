import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { Value } from 'typebox/value';
import { SpeechSettings } from '../../../../src/speech/config.ts';
import type { SpeechOptions } from '../../../../src/speech/offer.ts';
import { KEY, type VoiceLab } from '../../../lab/voices/voice-lab.ts';
import { speechIn } from '../../fakes.ts';
import { type Rig, rigFor } from './rig.ts';

t.setTimeout(180_000);
const TEXT = 'Kính mời bà con đến nhà văn hóa thôn. Xin cảm ơn.';

/** The station's speech with services, `fpt:lannhi` first and Zalo behind it; who fell back is noted. */
async function speechWith(t: Test, rig: Rig, options: Partial<SpeechOptions> = {}) {
  const fallen: string[] = [];
  const { speech } = await speechIn(t.testdir(), {
    engines: () => rig.engines.filter(({ voices }) => voices.length > 0),
    monthlyLimit: rig.monthlyLimit,
    settings: () => ({
      ...Value.Create(SpeechSettings),
      voice: 'fpt:lannhi',
      alternatives: ['zalo:1'],
      chime: '',
    }),
    onFallback: ({ voice }, error) => fallen.push(`${voice} ${(error as { code: string }).code}`),
    ...options,
  });
  t.teardown(() => speech.close());
  let n = 2;
  /** A text that was never said before. */
  const say = (more: object = {}) =>
    speech.render({ text: `${TEXT} ${'a'.repeat(++n)}.`, target: 'bulletin', ...more });
  return { speech, fallen, say };
}

function labOf(rig: Rig, name: string): VoiceLab {
  const lab = rig.labs[name];
  if (!lab) throw new Error(name);
  return lab;
}

t.test('the first voice that can: a service, another one, the voice of the station', async (t) => {
  const rig = await rigFor(t, ['fpt', 'zalo'], { requestMs: 1_000 });
  const { say, fallen, speech } = await speechWith(t, rig);
  t.match(await say(), { engine: 'fpt', voice: 'fpt:lannhi' });
  t.same(fallen, []);
  labOf(rig, 'fpt').fault = 'html';
  t.match(await say(), { engine: 'zalo', voice: 'zalo:1' });
  labOf(rig, 'zalo').fault = 'half-sound';
  t.match(
    await say(),
    { engine: 'espeak-ng', voice: 'vi-vn-x-south' },
    'with the accent of the one that was chosen',
  );
  t.same(fallen, [
    'fpt:lannhi speech.service_failed',
    'fpt:lannhi speech.service_failed',
    'zalo:1 speech.cut_off',
  ]);
  t.match(speech.engineState('fpt').lastError, {
    code: 'speech.service_failed',
    message: /FPT\.AI.*báo lỗi 502/,
  });
});

t.test('a service that fails is left alone, and asked again after its rest', async (t) => {
  const rig = await rigFor(t, ['fpt'], { requestMs: 1_000 });
  const { say, speech } = await speechWith(t, rig);
  const lab = labOf(rig, 'fpt');
  lab.fault = 'html';
  for (let i = 0; i < 3; i++) await say();
  const asked = lab.calls.length;
  t.ok(asked > 0);
  lab.fault = undefined;
  t.match(await say(), { engine: 'espeak-ng' });
  t.equal(lab.calls.length, asked, 'while it rests nobody asks it');
  const { restsUntil } = speech.engineState('fpt');
  t.ok(restsUntil && Math.abs(restsUntil - Date.now() - 60_000) < 5_000, 'a minute');
  // The officer looks: that is asked whatever the rest, and what works is used again.
  t.match(await speech.tryVoice({ voice: 'fpt:banmai', text: 'Xin chào.' }), { voice: 'fpt:banmai' });
  t.match(speech.engineState('fpt'), { restsUntil: null, lastError: null });
  t.match(await say(), { engine: 'fpt' });
});

t.test('a wrong key rests at once, for half an hour', async (t) => {
  const rig = await rigFor(t, ['fpt']);
  const { say, speech } = await speechWith(t, rig);
  const lab = labOf(rig, 'fpt');
  lab.fault = 'auth';
  t.match(await say(), { engine: 'espeak-ng' });
  const asked = lab.calls.length;
  await say();
  t.equal(lab.calls.length, asked);
  t.ok((speech.engineState('fpt').restsUntil ?? 0) > Date.now() + 25 * 60_000);
  t.notMatch(JSON.stringify(speech.engineState('fpt')), new RegExp(KEY));
});

t.test('not a character beyond the limit of the month', async (t) => {
  const rig = await rigFor(t, ['fpt', 'zalo']);
  let now = Date.UTC(2026, 10, 20);
  const { say, speech } = await speechWith(t, rig, { now: () => now });
  const lab = labOf(rig, 'fpt');
  await say();
  const { used } = speech.engineState('fpt');
  t.equal(
    used,
    lab.calls.reduce((sum, { text }) => sum + text.length, 0),
    'what was asked is what is counted',
  );
  Object.assign(rig.settings.fpt ?? {}, { monthlyCharacters: used + 20 });
  const asked = lab.calls.length;
  t.match(await say(), { engine: 'zalo' });
  t.equal(lab.calls.length, asked);
  await t.rejects(speech.tryVoice({ voice: 'fpt:banmai', text: 'Xin chào bà con cô bác.' }), {
    code: 'speech.refused',
    message: /used up/,
  } as never);
  now = Date.UTC(2026, 11, 1);
  t.match(await say(), { engine: 'fpt' }, 'the next month');
});

t.test('nor when several bulletins share what is left', async (t) => {
  const rig = await rigFor(t, ['fpt']);
  const { say, speech } = await speechWith(t, rig);
  Object.assign(rig.settings.fpt ?? {}, { monthlyCharacters: 90 });
  const made = await Promise.all([1, 2, 3, 4].map(() => say()));
  t.ok(made.some(({ engine }) => engine === 'espeak-ng'));
  const asked = labOf(rig, 'fpt').calls.reduce((sum, { text }) => sum + text.length, 0);
  t.ok(asked <= 90, `${asked} characters`);
  t.equal(speech.engineState('fpt').used, asked);
});

t.test('a service that hangs makes no bulletin late, however many wait', async (t) => {
  const rig = await rigFor(t, ['fpt', 'zalo'], { requestMs: 60_000, sentenceMs: 60_000 });
  labOf(rig, 'fpt').fault = 'hangs';
  labOf(rig, 'zalo').fault = 'never-ready';
  const { say } = await speechWith(t, rig);
  const made = await Promise.all([1, 2, 3, 4, 5, 6].map(() => say({ onlineMs: 1_500 })));
  for (const { engine } of made) t.equal(engine, 'espeak-ng');
  // The wait for a turn counts: those behind the first two have no time left to ask, two sentences each.
  t.ok(labOf(rig, 'fpt').calls.length <= 4, `${labOf(rig, 'fpt').calls.length} sentences asked`);
});

t.test('an emergency asks no service at all', async (t) => {
  const rig = await rigFor(t, ['fpt', 'zalo']);
  const { say } = await speechWith(t, rig);
  t.match(await say({ target: 'emergency' }), { engine: 'espeak-ng', voice: 'vi-vn-x-south' });
  t.same([rig.labs.fpt?.requests, rig.labs.zalo?.requests], [[], []]);
});

t.test('“thử giọng” asks the voice itself: no other stands in, nothing kept is used', async (t) => {
  const rig = await rigFor(t, ['fpt', 'zalo']);
  const { speech } = await speechWith(t, rig);
  const trial = { voice: 'fpt:banmai', text: 'Kính chào bà con.' };
  const first = await speech.tryVoice(trial);
  t.ok(speech.file(first.id));
  t.match(first, { engine: 'fpt', voice: 'fpt:banmai' });
  labOf(rig, 'fpt').fault = 'auth';
  await t.rejects(speech.tryVoice(trial), { code: 'speech.refused' } as never);
  t.match(speech.engineState('fpt').lastError, { code: 'speech.refused', messageEn: /key is wrong/ });
  await t.rejects(speech.tryVoice({ voice: 'vbee:x', text: 'Xin chào.' }), {
    code: 'speech.voice_unknown',
  } as never);
  await t.rejects(speech.tryVoice({ ...trial, text: '…' }), { code: 'speech.empty' } as never);
  t.equal(rig.labs.zalo?.requests.length, 0);
});

t.test('closing in the middle of a trial ends it', async (t) => {
  const rig = await rigFor(t, ['fpt']);
  const { speech } = await speechWith(t, rig);
  const lab = labOf(rig, 'fpt');
  lab.fault = 'hangs';
  const trial = speech.tryVoice({ voice: 'fpt:banmai', text: 'Kính chào bà con.' });
  trial.catch(() => {});
  while (lab.calls.length === 0) await sleep(10);
  await speech.close();
  await t.rejects(trial, { message: 'the station is closing' });
});
