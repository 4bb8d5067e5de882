import t from 'tap';
import type { SegmentView } from '../../src/cameras/recording/schemas.ts';
import { DAY_MS } from '../../src/clock.ts';
import { firstLook, firstView } from '../../src/panel/pages/cameras/footage/first-look.ts';
import { footageQueue } from '../../src/panel/pages/cameras/footage/footage-queue.ts';
import { parseMoment } from '../../src/panel/pages/cameras/footage/parse-moment.ts';
import { segmentStart } from '../../src/panel/pages/cameras/footage/segment-start.ts';
import {
  around,
  drawn,
  fitting,
  following,
  meant,
  moved,
  shareOf,
  ticks,
} from '../../src/panel/pages/cameras/footage/timeline-view.ts';
import { endless, makeClip } from '../cameras/recording/clips.ts';

const HOUR = 3_600_000;
const day = { from: 1_000 * DAY_MS, to: 1_001 * DAY_MS };
const at = (hours: number) => day.from + hours * HOUR;

t.test('what is shown of a day never leaves it', async (t) => {
  t.same(around(at(12), 2, day), { from: at(11.5), to: at(12.5) });
  t.same(around(at(0), 2, day), { from: at(0), to: at(1) });
  t.same(around(at(23.9), 1, day), { from: at(18), to: at(24) });
  t.same(around(at(3), 0, day), day);
  const hour = around(at(12), 2, day);
  t.same(moved(hour, -20 * HOUR, day), { from: at(0), to: at(1) });
  t.equal(following(hour, at(12.2), day), hour, 'what is in sight stays where it is');
  t.same(following(hour, at(14), day), { from: at(13.9), to: at(14.9) });
  t.equal(shareOf(at(12), hour), 0.5);
});

t.test('marks stand at whole hours and minutes of the day', async (t) => {
  t.equal(ticks(day, 0, day).length, 13);
  const shown = around(at(12) + 90_000, 3, day);
  t.same(
    ticks(shown, 3, day).map((tick) => (tick - day.from) % 60_000),
    Array(10).fill(0),
  );
});

t.test('a recording of minutes is shown close, one of hours from afar', async (t) => {
  const minutes = { from: at(9), to: at(9) + 4 * 60_000 };
  t.match(fitting(minutes, day), { zoom: 3, shown: { from: at(9) - 3 * 60_000, to: at(9) + 7 * 60_000 } });
  t.equal(fitting({ from: at(9), to: at(9.5) }, day).zoom, 2);
  t.equal(fitting({ from: at(9), to: at(12) }, day).zoom, 1);
  t.same(fitting({ from: at(9), to: at(21) }, day), { zoom: 0, shown: day });
  t.same(firstView([], day), day, 'without any, the day');
  const spans = [minutes, { from: at(10), to: at(10.5) }];
  t.same(firstView(spans, day), { from: at(9), to: at(10.5) });
  t.equal(firstLook(spans, day, false), at(9));
  t.equal(firstLook(spans, day, true), at(10.5) - 60_000);
  t.equal(firstLook([], day, true), day.from);
});

t.test('a press beside what is too short to be hit means it', async (t) => {
  const spans = [
    { from: at(9), to: at(9) + 1_000 },
    { from: at(12), to: at(14) },
  ];
  t.equal(meant(at(9) + 300_000, spans, 600_000), at(9), 'a little behind it');
  t.equal(meant(at(9) - 300_000, spans, 600_000), at(9), 'a little before it');
  t.equal(meant(at(13), spans, 600_000), at(13), 'within one it is just there');
  t.equal(meant(at(14) + 1_000, spans, 600_000), at(14) - 600_000, 'behind a long one its end');
  t.equal(meant(at(10.5), spans, 600_000), at(10.5), 'far from all it is nothing else');
});

t.test('pieces that the eye cannot tell apart are drawn as one', async (t) => {
  const bursts = Array.from({ length: 5_000 }, (_, i) => ({
    from: day.from + i * 17_000,
    to: day.from + i * 17_000 + 9_000,
    kind: 'motion',
  }));
  t.equal(drawn(bursts, day).length, 1);
  t.equal(drawn(bursts, around(at(2), 3, day)).length, 36);
  const [cut] = drawn([{ from: at(-3), to: at(2), kind: 'continuous' }], day);
  t.same(cut, { from: at(0), to: at(2), kind: 'continuous' });
});

t.test('a piece tells where it begins in its stream', async (t) => {
  const clip = await makeClip({ seconds: 2, audio: true });
  const [first] = clip.fragments;
  const whole = Buffer.concat([clip.init.data, first?.data ?? Buffer.alloc(0)]);
  t.equal(segmentStart(whole), 0);
  t.equal(segmentStart(whole.subarray(0, clip.init.data.length + 20)), undefined, 'not all of it has come');
  const mute = await makeClip({ seconds: 2 });
  const fragments = [];
  for (const fragment of endless(mute)) {
    fragments.push(fragment);
    if (fragment.decodeMs > 7_000) break;
  }
  const late = fragments.at(-1);
  const piece = Buffer.concat([mute.init.data, late?.data ?? Buffer.alloc(0)]);
  t.ok(Math.abs((segmentStart(piece) ?? 0) * 1_000 - (late?.decodeMs ?? 0)) < 1);
  t.equal(segmentStart(new Uint8Array([0, 0, 0, 4, 1, 2, 3, 4, 5])), undefined, 'nonsense is no piece');
  t.equal(segmentStart(new Uint8Array(0)), undefined);
});

t.test('a second of the day, as people type it', async (t) => {
  for (const text of ['14:05:10', '14h05p10', '14.05.10', '140510', ' 14:05:10 '])
    t.equal(parseMoment(text), '14:05:10', text);
  t.equal(parseMoment('9h05'), '09:05:00');
  for (const text of ['', '25:00:00', '14:60:00', '14:05:61', 'trưa']) t.equal(parseMoment(text), undefined);
});

t.test(
  'pieces are listed an hour at a time, over empty hours, and anew while the hour goes on',
  async (t) => {
    const piece = (id: string, from: number, to: number): SegmentView => ({
      id,
      from,
      to,
      open: false,
      mime: 'video/mp4',
      bytes: 1,
      reason: 'continuous',
      driftMs: null,
    });
    const all = [
      piece('a', at(8), at(8) + 60_000),
      piece('b', at(8.99), at(9) + 30_000),
      piece('c', at(12), at(12.01)),
    ];
    const asked: number[] = [];
    let now = at(12.1);
    const queue = footageQueue({
      ...day,
      now: () => now,
      list: async (from, to) => {
        asked.push((from - day.from) / HOUR);
        return all.filter((one) => one.from < to && one.to > from);
      },
    });
    const { signal } = new AbortController();
    const [a, b, c] = all as [SegmentView, SegmentView, SegmentView];
    t.equal(await queue.at(at(8) + 10, signal), a);
    t.equal(await queue.at(at(8.5), signal), b, 'in a gap, the next');
    t.equal(await queue.after(b, signal), c);
    t.same(asked, [8, 9, 10, 11, 12], 'each hour once');
    t.equal(await queue.after(c, signal), undefined);
    t.equal(asked.length, 5, 'not again at once, and never into the future');
    all.push(piece('d', at(12.1), at(12.2)));
    now += 5_000;
    t.equal((await queue.after(c, signal))?.id, 'd');
  },
);
