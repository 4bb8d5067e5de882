import { invalid } from '../../errors.ts';

const PASSWORD_MIN = 10;
export const PASSWORD_MAX = 200;

/** What people here type first when ten characters are asked for; compared without case, marks and spaces. */
const COMMON = new Set(
  `1234567890 0123456789 0987654321 12345678910 123456789a 1234567890a a123456789 abc1234567 abcd123456 abc123456789
  1q2w3e4r5t 1qaz2wsx3edc qwertyuiop qwerty1234 qwerty12345 qwerty123456 asdfghjkl1 password12 password123 password1234
  passw0rd123 p@ssw0rd123 letmein123 welcome123 iloveyou123 administrator admin12345 admin123456 admin@1234 admin@12345
  changeme123 matkhau123 matkhau1234 matkhau12345 matkhau123456 matkhau@123 motmotmot1 motconvit1 khongbiet1 khongnho123
  khongcomatkhau anhyeuem123 emyeuanh123 anhyeuem1234 yeuemnhieu yeuanhnhieu toiyeuvietnam vietnam123 vietnam1234
  vietnam1975 vietnam1945 hochiminh123 hanoi12345 saigon12345 ubndxa1234 ubndxa12345 uyban12345 tramso1234 tramso12345
  truyenthanh loaphuong1 loatruyenthanh daitruyenthanh congan1234 conganxa123`.split(/\s+/),
);

/** Throws `input.invalid` naming `field` where the password would be guessed soon. */
export function checkPassword(password: string, username: string, field = 'password'): void {
  const length = [...password.normalize('NFC')].length;
  if (length < PASSWORD_MIN)
    throw invalid(
      field,
      `mật khẩu phải có ít nhất ${PASSWORD_MIN} ký tự`,
      `a password needs at least ${PASSWORD_MIN} characters`,
    );
  if (length > PASSWORD_MAX)
    throw invalid(
      field,
      `mật khẩu dài quá ${PASSWORD_MAX} ký tự`,
      `a password has at most ${PASSWORD_MAX} characters`,
    );
  const plain = fold(password);
  if (COMMON.has(plain) || new Set(plain).size < 5)
    throw invalid(field, 'mật khẩu này quá dễ đoán', 'this password is too easy to guess');
  if (plain.replaceAll(fold(username), '').length < 5) {
    throw invalid(field, 'mật khẩu không được là tên đăng nhập', 'the password must not be the user name');
  }
}

/** Throws `input.invalid` naming `field` unless it is 6 to 12 digits, and not a row that anybody tries first. */
export function checkPin(pin: string, field = 'pin'): void {
  if (!/^\d{6,12}$/.test(pin)) throw invalid(field, 'mã PIN gồm 6 đến 12 chữ số', 'a PIN has 6 to 12 digits');
  const steps = new Set([...pin].slice(1).map((digit, i) => (Number(digit) - Number(pin[i]) + 10) % 10));
  // 000000, 123456, 987654 · 121212, 123123, 112112 · 112233
  const oneStep = steps.size === 1 && [0, 1, 9].some((step) => steps.has(step));
  const trivial = oneStep || /^(\d{1,4})\1+$/.test(pin) || /^(?:(\d)\1)+$/.test(pin);
  if (trivial) throw invalid(field, 'mã PIN này quá dễ đoán', 'this PIN is too easy to guess');
}

function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\p{M}\s]/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase();
}
