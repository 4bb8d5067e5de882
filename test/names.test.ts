import t from 'tap';
import { cleanName, nameKey } from '../src/names.ts';

t.test('cleanName', async (t) => {
  t.equal(cleanName('  Thôn\t\u00a0Đông \n'), 'Thôn Đông');
  t.equal(cleanName('Thôn Đông'.normalize('NFD')), 'Thôn Đông');
  t.equal(cleanName('Tân\u00ad Lập\u200b\u0000\ufeff'), 'Tân Lập');
  t.equal(cleanName('\u200b \u0007'), '');
});

t.test('nameKey: the same name however it is typed', async (t) => {
  const same: [string, string][] = [
    ['Hòa Bình', 'hoà  bình'],
    ['Thủy', 'THUỶ'],
    ['Khúc Xuyên', 'khúc xuyên'.normalize('NFD')],
    ['Đông', 'ĐÔNG'],
  ];
  for (const [a, b] of same) t.equal(nameKey(a), nameKey(b), `${a} = ${b}`);
  const different: [string, string][] = [
    ['Hòa', 'Hoa'],
    ['Hòa', 'Hóa'],
    ['Đông', 'Dông'],
    ['Thôn 1', 'Thôn 11'],
    ['Ân', 'An'],
    ['Mới', 'Môi'],
  ];
  for (const [a, b] of different) t.not(nameKey(a), nameKey(b), `${a} ≠ ${b}`);
});
