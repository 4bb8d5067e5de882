import fc from 'fast-check';
import t from 'tap';
import { createNormaliser, PRESETS } from '../../../src/speech/normalise/index.ts';

const normalise = createNormaliser();
const compact = createNormaliser({ style: PRESETS.compact });

/** Pieces of bulletins, joined at random: closer to what can go wrong than random characters. */
const PIECES = [
  ...[
    'UBND',
    'CA',
    'VI',
    'XI',
    'XIV',
    'IIX',
    'I',
    'TH',
    'TP.',
    'Q.',
    'P.',
    'v.v.',
    'Đ/c',
    'ĐT',
    'BXYZ',
    'QL',
  ],
  ...[
    'ngày',
    'tháng',
    'năm',
    'quý',
    'thứ',
    'lần thứ',
    'số',
    'gọi',
    'mã',
    'từ',
    'đến',
    'lúc',
    'tỷ lệ',
    'khóa',
  ],
  ...['Quyết định số', 'NHẠC', 'PHẠM', 'xã', 'a', 'b', 'Đ', 'x', 'km', 'm2', 'đồng', 'triệu', 'giờ', 'người'],
  ...['0', '1', '4', '05', '12', '24', '75', '2026', '1.500', '1,5', '0912', '345', '1900', '16402', '7h30'],
  ...[
    '-',
    '–',
    '/',
    '.',
    ',',
    ':',
    ';',
    '!',
    '?',
    '…',
    '(',
    ')',
    '%',
    '+',
    '&',
    '@',
    '=',
    '<',
    '>',
    '*',
    '•',
  ],
  ...[
    '²',
    '½',
    '°C',
    '$',
    '₫',
    "'",
    '"',
    '_',
    '#',
    '\n',
    '\t',
    ' ',
    ' ',
    ' ',
    ' ',
    '\u00a0',
    '\u00ad',
    '\u200b',
  ],
  ...[
    'a)',
    '(1)',
    '<b>',
    'www.',
    '.vn',
    'e-mail',
    'Q1/2027',
    '5t',
    '1,500',
    '36-B5 678.90',
    'H56.14-26',
    'BĐ',
    '(ii)',
    '→',
    '>=',
    '5K',
    'CO2',
    'T.L',
    'Km',
    'TCVN ',
    '5574:2018',
    'USD',
    'thôn',
    'giờ sáng',
    'hồ sơ số',
    'NPK',
    'wifi',
    'Zalo',
    '①',
    'Ⅳ',
    '٣',
    '３',
    '😀',
    '中文',
    '\u0301',
  ],
];
const bulletin = fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join(''));
const anything = fc.oneof(
  bulletin,
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ unit: 'grapheme', maxLength: 80 }),
);

function holds(property: (text: string) => boolean): void {
  fc.assert(fc.property(anything, property), { numRuns: 3_000 });
}

t.test('leaves no digit and no sign but pauses', async () => {
  const speakable = /^[\p{L}\p{M} \n,:;.!?]*$/u;
  holds((text) => speakable.test(normalise(text).spoken) && speakable.test(compact(text).spoken));
});

t.test('normalising what is said changes nothing', async () => {
  for (const read of [normalise, compact]) {
    holds((text) => {
      const { spoken } = read(text);
      return read(spoken).spoken === spoken;
    });
  }
});

t.test('composed and decomposed letters are read alike', async () => {
  holds((text) => normalise(text.normalize('NFD')).spoken === normalise(text.normalize('NFC')).spoken);
});

t.test('drops nothing: the tokens joined are the text', async () => {
  holds((text) => {
    const { tokens, written } = normalise(text);
    return tokens.map((token) => token.text).join('') === written && written === text.normalize('NFC');
  });
});

t.test('every word and number is said, once', async () => {
  holds((text) =>
    normalise(text).tokens.every(
      // U+02BC is an apostrophe, though Unicode calls it a letter.
      (token) =>
        token.class === 'echo' ||
        token.spoken !== '' ||
        !/[\p{L}\d]/u.test(token.text.replace(/<.*>|\u02bc/gs, '')),
    ),
  );
});

t.test('takes time linear in the text, whatever is repeated', async (t) => {
  const sample = 'UBND xã thông báo: 7h30 ngày 15/10, tiêm chủng cho 120 trẻ; ĐT 0912 345 678. ';
  for (const unit of [
    sample,
    '1',
    '1.111',
    '1,',
    '1/',
    'a',
    'A ',
    '<a',
    '(0',
    'www.',
    'a@',
    "a'",
    'XI ',
    '-',
    '.',
  ]) {
    const [short, long] = [20_000, 100_000].map((size) => {
      const text = unit.repeat(size / unit.length);
      normalise(text);
      const start = process.cpuUsage();
      normalise(text);
      return process.cpuUsage(start).user / 1_000;
    });
    // Five times the text; quadratic would be twenty-five, and the time is the processor’s own, since others share the machine.
    t.ok((long ?? 0) < 15 * (short ?? 0) + 50, `${unit}: ${short} ms, then ${long} ms`);
  }
});
