import t from 'tap';
import { refusal } from '../../../../src/speech/engines/online/refusals.ts';

const KEY = 'khoa-bi-mat';

t.test('a no is told by its status, else by its words, in both languages', (t) => {
  for (const [status, words, vi, en] of [
    [401, undefined, /khóa API không đúng hoặc hết hạn/, /key is wrong/],
    [429, undefined, /hết hạn mức hoặc gọi quá nhanh/, /quota is used up/],
    [0, 'Tài khoản đã hết ký tự', /hết hạn mức.*\(“Tài khoản đã hết ký tự”\)/, /quota/],
    [0, 'token không hợp lệ', /khóa API/, /key/],
    [0, 'input is empty', /không nhận yêu cầu \(“input is empty”\)/, /takes no such request/],
    [0, '', /không nhận yêu cầu\./, /takes no such request\./],
  ] as const) {
    const error = refusal('FPT.AI', words, KEY, status);
    t.match(
      error,
      { code: 'speech.refused', statusCode: 502, messageVi: vi, message: en },
      `${status} ${words}`,
    );
    t.match(error.messageVi, /FPT\.AI/);
  }
  t.end();
});

t.test('its words are tidied: no key, no markup, no control characters, no novel', (t) => {
  const error = refusal('X', `<b>bad</b>\u0000 key ${KEY}\n\u202e${'x'.repeat(5_000)}`, KEY);
  t.notMatch(error.messageVi, /khoa-bi-mat|<b>|\p{Cc}|\u202e/u);
  t.match(error.messageVi, /“bad key \*\*\* x+”/);
  t.ok(error.messageVi.length < 500);
  t.end();
});
