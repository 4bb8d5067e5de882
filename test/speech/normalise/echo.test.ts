import t from 'tap';
import { createNormaliser } from '../../../src/speech/normalise/index.ts';

const normalise = createNormaliser();
const said = (text: string) => normalise(text).spoken;

t.test('a bracket that only repeats is not said again', async (t) => {
  for (const [written, spoken] of [
    ['Bộ Y tế (BYT) họp', 'Bộ Y tế họp'],
    ['BYT (Bộ Y tế) họp', 'bộ y tế họp'],
    ['phòng cháy và chữa cháy (PCCC)', 'phòng cháy và chữa cháy'],
    ['Công ty Cổ phần Nước sạch Phú Sơn (NSPS)', 'Công ty Cổ phần Nước sạch Phú Sơn'],
    ['Trung tâm VHTT (TTVHTT) xã', 'Trung tâm văn hóa thông tin xã'],
    ['02 (hai) bộ', 'hai bộ'],
    ['500.000 đ (viết bằng chữ: Năm trăm ngàn đồng chẵn).', 'năm trăm nghìn đồng.'],
    ['Ban Chỉ huy (BCH) xã', 'Ban Chỉ huy xã'],
  ] as const)
    t.equal(said(written), spoken, written);
});

t.test('one that says more is said', async (t) => {
  for (const [written, spoken] of [
    ['thôn 3 (ba hộ)', 'thôn ba, ba hộ'],
    ['Mai (1985) đạt', 'Mai, một nghìn chín trăm tám mươi lăm, đạt'],
    ['HIV (AIDS)', 'hát i vê, ết'],
    ['họp\n(họp)', 'họp.\nhọp'],
    ['họp (họp', 'họp, họp'],
    ['()', ''],
  ] as const)
    t.equal(said(written), spoken, written);
});

t.test('what the editor wants to hear is said', async (t) => {
  const { tokens } = normalise('Bộ Y tế (BYT)');
  t.match(tokens.at(-2), { text: 'BYT', class: 'echo', spoken: '' });
  t.equal(normalise('Bộ Y tế (BYT)', { BYT: { say: 'bê y tê' } }).spoken, 'Bộ Y tế, bê y tê');
});

t.test('nothing is asked about what is not said', async (t) => {
  t.notOk(normalise('Ban Chỉ huy (BCH)').tokens.some(({ choices }) => choices));
});
