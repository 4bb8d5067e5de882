import { checkPoint } from '../coordinates.ts';
import { invalid } from '../errors.ts';
import { cleanName } from '../names.ts';
import provinces from './provinces.json' with { type: 'json' };
import type { Profile, ProfileInput, Province } from './schemas.ts';

const KIND_WORDS = { xa: 'Xã', phuong: 'Phường', 'dac-khu': 'Đặc khu' } as const;

/** The 34 provinces and cities since 1/7/2025, with their official codes (QĐ 19/2025/QĐ-TTg). */
export const PROVINCES = provinces as readonly Province[];

/** “Xã Tân Lập”; before the first save there is no name yet. */
export function communeTitle(kind: Profile['kind'], name: string): string {
  return name === '' ? 'Toàn xã' : `${KIND_WORDS[kind]} ${name}`;
}

/** “tỉnh Lào Cai”, “thành phố Huế”; empty for no code. */
export function provinceTitle(code: string): string {
  const province = PROVINCES.find((one) => one.code === code);
  return province ? `${province.kind === 'tinh' ? 'tỉnh' : 'thành phố'} ${province.name}` : '';
}

/** The profile as it is stored; throws `input.invalid` naming the field and saying why. */
export function checkProfile(input: ProfileInput): ProfileInput {
  const name = withoutKind(cleanName(input.name), KIND_WORDS[input.kind]);
  if (!/\p{L}/u.test(name))
    throw invalid(
      'name',
      'hãy ghi tên xã, phường hoặc đặc khu, ví dụ Tân Lập',
      'give the name of the commune, ward or special zone, such as Tan Lap',
    );
  const code = cleanName(input.code);
  if (code !== '' && !/^\d{5}$/.test(code)) {
    throw invalid(
      'code',
      'mã xã gồm đúng 5 chữ số, theo Quyết định 19/2025/QĐ-TTg',
      'the code of a commune has exactly 5 digits, by Decision 19/2025/QD-TTg',
    );
  }
  const provinceCode = cleanName(input.provinceCode);
  if (provinceCode !== '' && !PROVINCES.some((province) => province.code === provinceCode)) {
    throw invalid(
      'provinceCode',
      'không có tỉnh, thành phố nào mang mã này (danh mục từ 1/7/2025)',
      'no province or city has this code (list of 1 July 2025)',
    );
  }
  const phone = cleanName(input.phone);
  if (phone !== '' && !isPhone(phone)) {
    throw invalid(
      'phone',
      'số điện thoại gồm 8 đến 15 chữ số, ví dụ 0214 3840 123',
      'a telephone number has 8 to 15 digits, such as 0214 3840 123',
    );
  }
  checkPoint(input);
  return {
    ...input,
    name,
    code,
    provinceCode,
    phone,
    address: cleanName(input.address),
    leader: cleanName(input.leader),
  };
}

/** People write the kind into the name as well: “Xã Tân Lập” becomes “Tân Lập”. */
function withoutKind(name: string, kind: string): string {
  const isKind = (text: string) => text.toLocaleLowerCase('vi') === kind.toLocaleLowerCase('vi');
  const rest = name.slice(kind.length);
  return isKind(name.slice(0, kind.length)) && /^( |$)/.test(rest) ? rest.trim() : name;
}

function isPhone(text: string): boolean {
  const digits = text.replace(/\D/g, '').length;
  return /^\+?[\d .()-]+$/.test(text) && digits >= 8 && digits <= 15;
}
