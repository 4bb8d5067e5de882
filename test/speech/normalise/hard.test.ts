import t from 'tap';
import { createNormaliser } from '../../../src/speech/normalise/index.ts';

const normalise = createNormaliser();
const said = (text: string) => normalise(text).spoken;

t.test('input that makes no sense is still said', async (t) => {
  t.equal(said(''), '');
  t.equal(said('…'), '.');
  t.equal(said('12:75'), 'mười hai: bảy mươi lăm');
  t.equal(said('31/02'), 'ba mươi mốt trên hai');
  t.equal(said('ngày 31/02'), 'ngày ba mươi mốt tháng hai');
  t.equal(said('khóa XXXX'), 'khóa ích xì ích xì ích xì ích xì');
  t.equal(said('khóa IIX'), 'khóa i i ích xì');
  t.equal(said('9'.repeat(60)), Array(60).fill('chín').join(' '));
  t.equal(said('xin\u0000 chào\u0007 😀 bạn\u200f'), 'xin chào bạn');
  t.equal(said('<speak>xin <b>chào</b></speak>'), 'xin chào');
  t.equal(said('[[hello]]'), 'hello');
  t.equal(said('你好 xin chào'), '你好 xin chào');
  t.equal(said('a'.repeat(20_000)).length, 20_000);
});

t.test('spaces, digits and letters of other kinds are read as the plain ones', async (t) => {
  t.equal(said('lúc\u00a07h30'), 'lúc bảy giờ ba mươi');
  t.equal(said('５０ m²'), 'năm mươi mét vuông');
  t.equal(said('thế kỷ Ⅳ'), 'thế kỷ bốn');
  t.equal(said('٣ người'), 'ba người');
  t.equal(said('khoá XIII, khóa XIII'), 'khoá mười ba, khóa mười ba');
  t.equal(said('ủy\u00ad ban'), 'ủy ban');
});

t.test('lines end as sentences', async (t) => {
  t.equal(
    said('THÔNG BÁO\nKính gửi:\n- Bà con (cả xã)\n- Các thôn'),
    'THÔNG BÁO.\nKính gửi:\nBà con, cả xã.\nCác thôn',
  );
  t.equal(said('Một!\r\n\r\nHai?  Ba...'), 'Một!\nHai? Ba.');
});
