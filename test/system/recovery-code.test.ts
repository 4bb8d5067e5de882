import fc from 'fast-check';
import t from 'tap';
import { AppError } from '../../src/errors.ts';
import { newRecoveryCode, parseRecoveryCode, recipientOf } from '../../src/system/backup/recovery-code.ts';

const codes = fc.uint8Array({ minLength: 27, maxLength: 27 }).map((bytes) => {
  let given = Buffer.from(bytes);
  return newRecoveryCode(() => {
    const now = given;
    given = Buffer.from(given.map((byte) => (byte + 1) & 255));
    return now;
  });
});
const refuses = (typed: string): boolean => {
  try {
    parseRecoveryCode(typed);
    return false;
  } catch (error) {
    return error instanceof AppError && error.code === 'recovery.code_invalid';
  }
};

t.test('a code is seven groups of four, none of them ambiguous', async (t) => {
  const drawn = new Set(Array.from({ length: 200 }, () => newRecoveryCode()));
  t.equal(drawn.size, 200);
  for (const code of drawn) t.match(code, /^([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}$/);
});

t.test('a code is read as people type it', async (t) => {
  fc.assert(
    fc.property(codes, fc.constantFrom(' ', '-', '', ' - ', '.', '–'), (code, gap) => {
      const typed = ` ${code.toLowerCase().replaceAll('-', gap).replaceAll('0', 'o').replaceAll('1', 'l')}\n`;
      return parseRecoveryCode(typed) === code;
    }),
  );
  t.pass('any case, any separators, O for 0 and l for 1');
});

t.test('one wrong character or two swapped ones are noticed', async (t) => {
  const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  fc.assert(
    fc.property(codes, fc.nat(27), fc.nat(31), (code, at, symbol) => {
      const bare = code.replaceAll('-', '');
      const typo = bare.slice(0, at) + alphabet[symbol] + bare.slice(at + 1);
      return typo === bare || refuses(typo);
    }),
  );
  fc.assert(
    fc.property(codes, fc.nat(26), (code, at) => {
      const bare = code.replaceAll('-', '');
      const swapped = bare.slice(0, at) + bare[at + 1] + bare[at] + bare.slice(at + 2);
      return swapped === bare || refuses(swapped);
    }),
  );
  t.pass('single substitutions and adjacent transpositions');
});

t.test('what is wrong is said', async (t) => {
  const told = (typed: string): string => {
    try {
      return parseRecoveryCode(typed);
    } catch (error) {
      return error instanceof AppError ? error.messageVi : String(error);
    }
  };
  t.match(told('ABCD'), /phải có 28 ký tự, đang có 4/);
  t.match(told('ABCU'), /không có ký tự “U”/);
  t.match(told(''), /phải có 28 ký tự, đang có 0/);
});

t.test('the recipient follows from the code alone, however it was typed', async (t) => {
  const code = newRecoveryCode();
  const recipient = await recipientOf(code);
  t.match(recipient, /^age1[0-9a-z]{58}$/);
  t.equal(await recipientOf(code.toLowerCase().replaceAll('-', ' ')), recipient);
  t.not(await recipientOf(newRecoveryCode()), recipient);
});
