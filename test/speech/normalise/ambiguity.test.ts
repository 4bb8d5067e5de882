import t from 'tap';
import { createNormaliser } from '../../../src/speech/normalise/index.ts';

const normalise = createNormaliser();

/** What the editor is offered for the one ambiguous token of a text, the reading that is said first. */
function offered(text: string): string[] | undefined {
  return normalise(text)
    .tokens.find((token) => token.choices)
    ?.choices?.map(({ spoken }) => spoken);
}

t.test('where nothing decides, the plausible readings are offered', async (t) => {
  t.same(offered('4/9'), ['bốn phần chín', 'ngày bốn tháng chín']);
  t.same(offered('mua 5t'), ['năm tấn', 'năm tỷ', 'năm tuổi']);
  t.same(offered('1,500 m2'), ['một nghìn năm trăm mét vuông', 'một phẩy năm trăm mét vuông']);
  t.same(offered('2,345'), ['hai phẩy ba trăm bốn mươi lăm', 'hai nghìn ba trăm bốn mươi lăm']);
});

/** Lines that people post, in which nothing is left to ask. */
const DECIDED = [
  'giỗ Tổ 10/3 ÂL',
  'khám T7 hàng tuần',
  'P.Bắc Cường',
  'Xã Hòa Tiến (TP Đà Nẵng)',
  'chị Lan (38t)',
  'gửi 6T lãi 5,1%',
  '(T5, 8/10)',
  'ngày 5,6/10',
  'Kê khai thuế Q3',
  'trạm 110kV T1',
];

t.test('where the words around decide, nobody is asked', async (t) => {
  for (const text of [
    'ngày 4/9',
    '4/9 diện tích',
    'dự án 5t đồng',
    'cụ ông 80t',
    '1,500 đồng',
    '2,345%',
    ...DECIDED,
  ])
    t.equal(offered(text), undefined, text);
});

t.test('the editor’s choice is said', async (t) => {
  t.equal(normalise('mua 5t', { '5t': { choice: 'tỷ' } }).spoken, 'mua năm tỷ');
  t.equal(normalise('2,345', { '2,345': { choice: 'thousands' } }).spoken, 'hai nghìn ba trăm bốn mươi lăm');
});
