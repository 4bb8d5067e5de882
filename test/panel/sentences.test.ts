import t from 'tap';
import { bodyOf, decided, decisionsIn, type ReadLine, type ReadToken } from '../../src/panel/api/readings.ts';
import {
  openQuestions,
  rangeOf,
  sentencesOf,
  textFrom,
} from '../../src/panel/components/reading/sentences.ts';

const token = (text: string, spoken: string, start = 0, more: Partial<ReadToken> = {}): ReadToken => ({
  ...{ text, spoken, start, class: 'number', why: 'shape' },
  ...more,
});
const line = (spoken: string, tokens: ReadToken[] = []): ReadLine => ({
  ...{ spoken, tokens, durationMs: 1_000, warnings: [] },
});

t.test('a line is cut into sentences, its tokens where they are heard', async (t) => {
  const seven = token('7h', 'bảy giờ');
  const again = token('07h', 'bảy giờ');
  t.same(sentencesOf(line('họp lúc bảy giờ. Từ bảy giờ phát quà.', [seven, again])), [
    { at: 0, parts: ['họp lúc ', seven, '. '] },
    { at: 17, parts: ['Từ ', again, ' phát quà.'] },
  ]);
  const odd = token('x', 'một. hai');
  t.same(sentencesOf(line('số một. hai', [odd])), [{ at: 0, parts: ['số ', odd] }], 'never within a token');
  t.same(sentencesOf(line('', [token('*', '')])), [{ at: 0, parts: [] }]);
});

t.test('the text from a sentence on', async (t) => {
  const text = 'Họp 7h. Nhớ mang sổ.\nXin cảm ơn 2 lần.';
  const lines = [line('họp bảy giờ. nhớ mang sổ.'), line('xin cảm ơn hai lần.')];
  t.equal(textFrom(text, lines, 0, 0), text);
  t.equal(textFrom(text, lines, 0, 13), 'nhớ mang sổ.\nXin cảm ơn 2 lần.');
  t.equal(textFrom(text, lines, 1, 0), 'Xin cảm ơn 2 lần.');
});

t.test('the place of a piece in the text', async (t) => {
  const text = 'Mời họp.\nSố 5 và số 5.';
  t.same(rangeOf(text, 1, '5'), [12, 13]);
  t.same(rangeOf(text, 1, '5', 11), [20, 21], 'the one that was meant');
  t.same(rangeOf(text, 1, 'không có'), [9, 22], 'else the whole line');
});

t.test('a question is asked once for every way of writing', async (t) => {
  const choices = [{ id: 'date', spoken: 'ngày bốn tháng chín' }];
  const asked = token('4/9', 'bốn phần chín', 0, { choices });
  const lines = [
    line('…', [asked, token('3/4', 'ba phần tư', 9, { choices, chosen: true })]),
    line('…', [asked, token('7h', 'bảy giờ')]),
  ];
  t.same(openQuestions(lines), [{ line: 0, token: asked }]);
});

t.test('decisions: added, taken back, and forgotten with the text', async (t) => {
  const one = decided({}, '4/9', { choice: 'date' });
  const two = decided(one, '7h30', { say: 'bảy rưỡi' });
  t.same(two, { '4/9': { choice: 'date' }, '7h30': { say: 'bảy rưỡi' } });
  t.same(decided(two, '4/9', undefined), { '7h30': { say: 'bảy rưỡi' } });
  t.same(decisionsIn('Họp lúc 7h30.', two), { '7h30': { say: 'bảy rưỡi' } });
  t.same(decisionsIn('Xã Đoài'.normalize('NFD'), { Đoài: { say: 'x' } }), { Đoài: { say: 'x' } });
  t.same(bodyOf({ text: 'x', pitch: 0, decisions: {}, recordings: [] }), { text: 'x' });
  t.same(bodyOf({ text: 'x', pitch: -1 }), { text: 'x', pitch: -1 });
});
