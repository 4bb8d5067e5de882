import fc from 'fast-check';
import t from 'tap';
import { MemoryBudget } from '../../../src/cameras/recording/memory-budget.ts';
import { decode, makeClip } from './clips.ts';
import { feed, handClock, openStore, recorderOn } from './rig.ts';

const idOf = (n: number) => `01935b6e-0000-7000-8000-${String(n).padStart(12, '0')}`;
const clip = await makeClip({ seconds: 40, size: '160x120' });

t.test('all together never hold more than there is, and nobody what others may need', async (t) => {
  const step = fc.record({ owner: fc.integer({ min: 0, max: 9 }), bytes: fc.integer({ min: 1, max: 400 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const budget = new MemoryBudget(1_000);
      const held = new Map<number, number>();
      for (const [i, { owner, bytes }] of steps.entries()) {
        const has = held.get(owner) ?? 0;
        if (i % 5 === 4) {
          budget.shareOf(String(owner)).give(has);
          held.set(owner, 0);
        } else if (budget.shareOf(String(owner)).take(bytes)) held.set(owner, has + bytes);
        const sum = [...held.values()].reduce((all, one) => all + one, 0);
        if (budget.used !== sum || sum > 1_000) return false;
      }
      // Whoever has nothing yet may have something.
      return budget.used > 998 || budget.shareOf('new').take(1);
    }),
  );
  const budget = new MemoryBudget(6_500);
  const shares = Array.from({ length: 64 }, (_, i) => budget.shareOf(String(i)));
  const taken = shares.map(() => 0);
  for (let round = 0; round < 200; round++)
    for (const [i, share] of shares.entries()) if (share.take(1)) taken[i] = (taken[i] ?? 0) + 1;
  t.ok(
    Math.min(...taken) >= 99 && Math.max(...taken) <= 101,
    'those who want all they can get have the same',
  );
});

t.test('64 cameras before a disk that takes nothing: bounded, alike, told, and given back', async (t) => {
  const limit = 4_000_000;
  const memory = new MemoryBudget(limit);
  const rig = openStore(t, { memory });
  const clock = handClock();
  const recordings = Array.from({ length: 64 }, (_, i) =>
    recorderOn(rig, clock, 'continuous', {}, { cameraId: idOf(i), memory }),
  );
  // All of it in one turn of the loop: nothing can be written in between.
  for (const { recorder } of recordings) recorder.init(clip.init);
  for (const fragment of clip.fragments)
    for (const { recorder } of recordings) recorder.fragment({ ...fragment, at: clock.now() });
  t.ok(memory.used > limit / 2 && memory.used <= limit + 64 * 2_000, `${memory.used} bytes`);
  for (const { told } of recordings) if (told.at(-1) !== 'slow') t.fail(told.join());
  await Promise.all(recordings.map(({ recorder }) => recorder.close()));
  t.equal(memory.used, 0);
  const sizes = recordings.map((_, i) => rig.rows.usage(idOf(i)).bytes);
  t.ok(Math.min(...sizes) > 0.5 * Math.max(...sizes), `${Math.min(...sizes)} to ${Math.max(...sizes)}`);
});

t.test(
  'before an event as much is kept as finds room; where not even one group does, that is told',
  async (t) => {
    const bytes = clip.fragments.reduce((sum, { data }) => sum + data.length, 0);
    const memory = new MemoryBudget(bytes / 4);
    const rig = openStore(t, { memory });
    const clock = handClock();
    const { recorder, told } = recorderOn(
      rig,
      clock,
      'motion',
      { preRollMs: 20_000, postRollMs: 2_000 },
      { memory },
    );
    const other = memory.shareOf('other');
    feed(recorder, clip, clock, (i) => {
      if (i === 100)
        t.ok(memory.used > bytes / 16 && memory.used <= bytes / 8, 'no more than is left to all');
      // Others need nearly all of it, and then nothing any more.
      if (i === 101) other.hold(bytes / 4 - 1_000);
      if (i === 112) recorder.motion(true);
      if (i === 114) other.give(bytes / 4 - 1_000);
      if (i === 116) recorder.motion(false);
    });
    await recorder.close();
    t.same(told, ['motion', 'slow', 'motion']);
    const [only] = rig.all();
    t.ok(only && decode(only.path).frames >= 50, 'from the next key frame on');
    t.equal(memory.used, 0);
  },
);
