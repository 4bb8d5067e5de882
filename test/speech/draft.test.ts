import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import t from 'tap';
import { adviceFor } from '../../src/speech/advice.ts';
import { readDraft } from '../../src/speech/draft.ts';
import { estimateSegments } from '../../src/speech/duration.ts';
import { createNormaliser } from '../../src/speech/normalise/index.ts';
import { segmentsOf } from '../../src/speech/segments.ts';
import { createSpeech } from '../../src/speech/speech.ts';

t.setTimeout(120_000);

const normalise = createNormaliser();
const advice = (text: string) => adviceFor(normalise(text));
const codes = (text: string) => advice(text).map(({ code }) => code);

t.test('an ordinary bulletin is left alone', async (t) => {
  for (const text of [
    'THÔNG BÁO CẮT ĐIỆN',
    'Ngày 24/11/2026, từ 7h30 đến 11h00, cắt điện thôn Đông và thôn Tây để sửa đường dây 22 kV.',
    'Mời bà con đi họp lúc 19h tại nhà văn hóa thôn. Chi tiết gọi 0912 345 678.',
    'Cấp nước lại từ 22h00 (14/10) - 06h00 (15/10); BIDV, ACB, SHB không hỏi mã OTP.',
    'UBND xã nhận hồ sơ BHYT, CCCD; xe 36A-123.45; khí CO2; vitamin B12.',
    '',
  ])
    t.same(codes(text), [], text);
});

t.test('what an announcer would avoid', async (t) => {
  const long = `${'bà con đến nhà văn hóa '.repeat(8)}nhé`;
  t.same(advice(`Mời bà con. ${long}. Hết.`), [{ code: 'long_sentence', text: `${long}.` }]);
  t.same(codes('bà con ơi '.repeat(15)), [], 'forty-five words are not yet too many');

  t.same(advice('Giá heo hơi 52.000, 53.500, 54.000 và 55.000 đồng/kg hôm nay.'), [
    { code: 'numbers_in_a_row', text: '52.000, 53.500, 54.000 và 55.000 đồng/kg' },
  ]);
  t.same(codes('Có 3 thôn, 4 xóm, 5 tổ, 6 cụm.'), [], 'words between them tell them apart');
  t.same(codes('Năm 2023, 2024, 2025. Năm 2026.'), [], 'a sentence ends the row');

  t.same(advice('Công ty QWRT, nhóm QWRT và DTYF.'), [
    { code: 'unknown_capitals', text: 'QWRT' },
    { code: 'unknown_capitals', text: 'DTYF' },
  ]);
  const decided = normalise('Công ty QWRT.', { QWRT: { say: 'quê rê tê' } });
  t.same(adviceFor(decided), [], 'the editor has decided');

  const loud = 'ĐỀ NGHỊ BÀ CON CHẤP HÀNH NGHIÊM QUY ĐỊNH VỀ PHÒNG CHÁY.';
  t.same(advice(loud), [{ code: 'shouting', text: loud }]);
});

t.test('whatever is written: each warning is about a piece of its line', async () => {
  const piece = fc.oneof(
    fc.constantFrom('4/9', '15', ', ', '. ', ' và ', 'QWRT', 'UBND ', 'BÀ CON ', '\n', '7h30', ' thôn ', '!'),
    fc.string({ unit: 'grapheme', maxLength: 8 }),
  );
  const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));
  await fc.assert(
    fc.asyncProperty(text, fc.double({ min: 0.5, max: 2, noNaN: true }), async (input, speed) => {
      const draft = await readDraft(normalise, input, { speed });
      for (const line of draft.lines) {
        for (const warning of line.warnings) {
          if (!line.written.includes(warning.text) || warning.text === '') return false;
        }
        if (!(line.durationMs >= 0) || line.durationMs > 0 !== /\p{L}/u.test(line.spoken)) return false;
      }
      const all = draft.lines.reduce((sum, { durationMs }) => sum + durationMs, 0);
      return draft.durationMs >= 0 && draft.durationMs <= all;
    }),
    { numRuns: 300 },
  );
});

t.test('more text takes longer, more speed less', async () => {
  const words = fc.array(fc.constantFrom('bà', 'con', 'thôn', 'nghiêng', '7h30', ','), {
    minLength: 1,
    maxLength: 50,
  });
  fc.assert(
    fc.property(words, fc.double({ min: 0.5, max: 1.9, noNaN: true }), (list, speed) => {
      const text = `mời ${list.join(' ')}`;
      const take = (what: string, at: number) => estimateSegments(segmentsOf([normalise(what)]), at);
      return take(`${text} bà con`, speed) > take(text, speed) && take(text, speed + 0.1) < take(text, speed);
    }),
  );
});

t.test('the estimate against eSpeak NG itself', async (t) => {
  const dir = t.testdir();
  const speech = createSpeech({ dir, programs: { ffmpeg: 'ffmpeg', espeak: 'espeak-ng' } });
  await speech.open();
  t.teardown(() => speech.close());
  const corpus = readFileSync(join(import.meta.dirname, 'normalise/corpus/bulletins.tsv'), 'utf8');
  const bulletins = corpus
    .split('\n')
    .map((line) => line.split('\t')[0] ?? '')
    .filter((line) => line.length > 100);
  t.ok(bulletins.length >= 8, String(bulletins.length));
  for (const [i, speed] of [0.7, 1, 1.5, 2].entries()) {
    const text = bulletins.slice(i * 2, i * 2 + 2).join('\n');
    const draft = await speech.draft(text, { speed });
    const { durationMs } = await speech.render({ text, speed, chime: null, target: 'bulletin' });
    // Half a second of silence at both ends.
    const off = draft.durationMs / (durationMs - 1_000);
    t.ok(off > 0.9 && off < 1.1, `${off.toFixed(3)} at ${speed}`);
  }
});
