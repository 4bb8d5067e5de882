import t from 'tap';
import { createNormaliser, PRESETS, type Style } from '../../../src/speech/normalise/index.ts';

const said = (text: string, style: Partial<Style> = {}) => createNormaliser({ style })(text).spoken;

t.test('each convention is one option', async (t) => {
  t.equal(said('1.005', { thousand: 'ngàn' }), 'một ngàn không trăm linh năm');
  t.equal(said('105', { zeroTens: 'lẻ' }), 'một trăm lẻ năm');
  t.equal(said('năm 2025', { zeroHundreds: false }), 'năm hai nghìn hai mươi lăm');
  t.equal(said('7h30', { minutes: 'always' }), 'bảy giờ ba mươi phút');
  t.equal(said('35.000 đồng/kg', { per: 'trên' }), 'ba mươi lăm nghìn đồng trên ki lô gam');
  t.equal(said('thứ 1, lần thứ 4', { ordinals: 'plain' }), 'thứ một, lần thứ bốn');
});

t.test('preset compact', async (t) => {
  const { compact } = PRESETS;
  t.equal(said('1005', compact), 'một nghìn linh năm');
  t.equal(said('2025', compact), 'hai nghìn hai mươi lăm');
  t.equal(said('7h30', compact), 'bảy giờ ba mươi phút');
  t.equal(said('35.000₫/kg', compact), 'ba mươi lăm nghìn đồng trên ki lô gam');
  t.equal(said('24/11/2026', compact), 'ngày hai mươi tư tháng mười một năm hai nghìn hai mươi sáu');
});

t.test('the commune’s own words go on top', async (t) => {
  const normalise = createNormaliser({
    abbreviations: [['HL', 'Hoằng Lộc']],
    respellings: [['robotics', 'rô bốt tích']],
  });
  t.equal(normalise('xã HL, lớp Robotics, UBND').spoken, 'xã Hoằng Lộc, lớp rô bốt tích, ủy ban nhân dân');
});

t.test('each token tells its class', async (t) => {
  const classes = (text: string) =>
    createNormaliser()(text)
      .tokens.filter((token) => token.class !== 'space')
      .map((token) => `${token.text}:${token.class}`);
  t.same(classes('UBND họp 7h30 ngày 15/10, 50 m2 giá 2tr5'), [
    'UBND:abbreviation',
    'họp:word',
    '7h30:time',
    'ngày:word',
    '15/10:date',
    ',:pause',
    '50 m2:measure',
    'giá:word',
    '2tr5:money',
  ]);
  t.same(classes('Zalo 0912 345 678, khóa XIII, BXD'), [
    'Zalo:foreign',
    '0912 345 678:phone',
    ',:pause',
    'khóa:word',
    'XIII:roman',
    ',:pause',
    'BXD:spelled',
  ]);
});
