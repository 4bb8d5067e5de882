import fc from 'fast-check';
import t from 'tap';
import { createNormaliser } from '../../src/speech/normalise/index.ts';
import { charactersOf, type Segment, segmentsOf } from '../../src/speech/segments.ts';

const normalise = createNormaliser();
const segments = (text: string): Segment[] => segmentsOf(text.split('\n').map((line) => normalise(line)));
const texts = (text: string) => segments(text).map((segment) => segment.text);

t.test('a sentence each, with the pause behind it', (t) => {
  t.match(segments('Xin chào bà con. Hôm nay trời đẹp!\nKính mời.'), [
    { text: 'Xin chào bà con.', pauseMs: 450, slow: false },
    { text: 'Hôm nay trời đẹp!', pauseMs: 700 },
    { text: 'Kính mời.', pauseMs: 700 },
  ]);
  t.same(segments('…'), []);
  t.same(segments(''), []);
  t.end();
});

t.test('a heading pauses longest, an item of a list less than a paragraph', (t) => {
  const [heading, first, second] = segments('THÔNG BÁO LỊCH TIÊM\n- Thôn Đông\n- Thôn Đoài');
  t.match(heading, { text: /\.$/, pauseMs: 1_000 });
  t.match([first, second], [{ pauseMs: 550 }, { pauseMs: 550 }]);
  t.match(segments('Nội dung gồm:')[0], { pauseMs: 700 });
  t.end();
});

t.test('phone numbers stand alone and slow', (t) => {
  const all = segments('Liên hệ 0912 345 678 để được giúp.');
  t.same(
    all.map(({ slow }) => slow),
    [false, true, false],
  );
  t.match(all[1], { text: /không chín một hai/, pauseMs: 250 });
  t.match(all[0], { text: /,$/, pauseMs: 200 }, 'what goes on does not sound like an end');
  t.end();
});

t.test('a long sentence is cut at a clause, a long word anywhere', (t) => {
  const clause = 'người dân mang theo giấy tờ tùy thân và sổ hộ khẩu bản chính';
  const parts = texts(`${Array(12).fill(clause).join(', ')}.`);
  t.ok(parts.length > 1);
  for (const part of parts) t.ok(part.length <= 401, `${part.length}`);
  for (const part of parts.slice(0, -1)) t.match(part, /chính,$/, 'at a comma');
  t.equal(
    parts.join(' ').replace(/[.,]/g, '').split(' ').length,
    12 * clause.split(' ').length,
    'nothing is lost',
  );
  t.end();
});

t.test('whatever the text: short, speakable, none lost', (t) => {
  const word = fc.constantFrom(
    'bà con',
    'UBND',
    '15/10',
    '7h30',
    '0912 345 678',
    'a'.repeat(500),
    '😀',
    '.',
    '?',
    '\n',
    '- ',
    ';',
    '3,5 km',
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 80 }), (words) => {
      const text = words.join(' ');
      const made = segments(text);
      const letters = (value: string) => [...value].filter((letter) => /\p{L}/u.test(letter)).join('');
      const spoken = text
        .split('\n')
        .map((line) => normalise(line).spoken)
        .join('\n');
      return (
        made.every((one) => one.text.length <= 401 && /\p{L}/u.test(one.text) && one.pauseMs > 0) &&
        letters(made.map((one) => one.text).join('')) === letters(spoken)
      );
    }),
    { numRuns: 200 },
  );
  t.end();
});

t.test('characters are those of the segments', (t) => {
  const made = segments('Xin chào. Tạm biệt.');
  t.equal(charactersOf(made), 'Xin chào.'.length + 'Tạm biệt.'.length);
  t.end();
});
