import fc from 'fast-check';
import t from 'tap';
import {
  clockText,
  dayText,
  durationText,
  instantText,
  lengthText,
  mondayOf,
  nearInstantText,
  parseDay,
  parseTime,
  relativeText,
  spanTexts,
} from '../../src/panel/format/time.ts';

// A PC in another zone shows the commune's time all the same.
process.env.TZ = 'America/New_York';

const at = (text: string) => Date.parse(`${text}+07:00`);

t.test('dates and times as people here write them', async (t) => {
  t.equal(instantText(at('2026-11-23T07:30:00'), 'vi'), 'thứ Hai 23/11/2026, 07:30');
  t.equal(instantText(at('2026-11-22T00:00:00'), 'vi'), 'Chủ nhật 22/11/2026, 00:00');
  t.equal(instantText(at('2026-11-22T23:59:59'), 'en'), 'Sunday 22/11/2026, 23:59');
  t.equal(dayText('2028-02-29', 'vi'), 'thứ Ba 29/02/2028');
  t.equal(clockText(at('2026-11-23T05:00:00')), '05:00');
});

t.test('what lasts a while names its day once', async (t) => {
  const from = at('2026-11-26T23:59:50');
  t.same(spanTexts(from, from + 9_000, 'vi'), { from: 'thứ Năm 26/11/2026, 23:59:50', to: '23:59:59' });
  t.same(spanTexts(from, from + 10_000, 'en'), {
    from: 'Thursday 26/11/2026, 23:59:50',
    to: 'Friday 27/11/2026, 00:00:00',
  });
});

t.test('days near now are called by name', async (t) => {
  const now = at('2026-11-23T00:10:00');
  t.equal(nearInstantText(at('2026-11-23T23:00:00'), now, 'vi'), 'hôm nay, 23:00');
  t.equal(nearInstantText(at('2026-11-22T23:50:00'), now, 'vi'), 'hôm qua, 23:50');
  t.equal(nearInstantText(at('2026-11-24T00:00:00'), now, 'vi'), 'ngày mai, 00:00');
  t.equal(nearInstantText(at('2026-12-01T06:00:00'), now, 'vi'), 'thứ Ba 01/12/2026, 06:00');
});

t.test('distances in time', async (t) => {
  const now = at('2026-11-23T12:00:00');
  t.equal(relativeText(now - 5 * 60_000, now, 'vi'), '5 phút trước');
  t.equal(relativeText(now + 2 * 3_600_000, now, 'vi'), 'sau 2 giờ nữa');
  t.equal(relativeText(now + 2000, now, 'vi'), 'vừa xong', 'clocks a little apart');
  t.equal(relativeText(now - 86_400_000, now, 'en'), 'yesterday');
});

t.test('lengths', async (t) => {
  t.equal(lengthText(0), '0:00');
  t.equal(lengthText(65_400), '1:05');
  t.equal(lengthText(3_725_000), '1:02:05');
  t.equal(durationText(0, 'vi'), '0 giây');
  t.equal(durationText(91_400, 'vi'), '1 phút 31 giây');
  t.equal(durationText(120_000, 'en'), '2 min');
  t.equal(durationText(36_705_000, 'vi'), '10 giờ 11 phút');
  t.equal(lengthText(-500), '0:00');
});

t.test('the Monday of a week', async (t) => {
  t.equal(mondayOf('2026-11-22'), '2026-11-16');
  t.equal(mondayOf('2026-11-23'), '2026-11-23');
});

t.test('days as they are typed', async (t) => {
  const today = '2026-11-23';
  for (const [text, day] of [
    ['24/11/2026', '2026-11-24'],
    ['24/11', '2026-11-24'],
    ['1/2', '2027-02-01'],
    ['5.12.26', '2026-12-05'],
    [' 5-12-2026 ', '2026-12-05'],
    ['29/2/2028', '2028-02-29'],
    ['24112026', '2026-11-24'],
    ['2411', '2026-11-24'],
    ['24,11,2026', '2026-11-24'],
  ] as const) {
    t.equal(parseDay(text, today), day, text);
  }
  for (const text of [
    '31/2/2026',
    '29/2/2027',
    '0/1/2026',
    '12/13/2026',
    '31022026',
    '24',
    '241',
    'mai',
    '',
  ]) {
    t.equal(parseDay(text, today), undefined, text);
  }
});

t.test('times as they are typed', async (t) => {
  for (const [text, time] of [
    ['7:30', '07:30'],
    ['7h30', '07:30'],
    ['17h', '17:00'],
    ['7 giờ 30 phút', '07:30'],
    ['0730', '07:30'],
    ['23g59', '23:59'],
    ['6', '06:00'],
  ] as const) {
    t.equal(parseTime(text), time, text);
  }
  for (const text of ['24:00', '7:60', '7:3', 'sáng', '', '123456'])
    t.equal(parseTime(text), undefined, text);
});

t.test('whatever is typed, a day or time is either refused or real', async (t) => {
  fc.assert(
    fc.property(fc.stringMatching(/^[\d/.:hg -]{0,12}$/), (text) => {
      const day = parseDay(text, '2026-11-23');
      const time = parseTime(text);
      const dayIsReal = !day || new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
      return dayIsReal && (!time || /^([01]\d|2[0-3]):[0-5]\d$/.test(time));
    }),
  );
  t.pass();
});
