import type { Language } from './time.ts';

const LOCALES: Record<Language, string> = { vi: 'vi-VN', en: 'en-GB' };

/** `1.234` in Vietnamese, `1,234` in English. */
export function numberText(value: number, language: Language): string {
  return new Intl.NumberFormat(LOCALES[language]).format(value);
}

/** `1,5 GB`. */
export function bytesText(bytes: number, language: Language): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  const power = Math.min(
    units.length - 1,
    Math.max(0, Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1024))),
  );
  const value = new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: power > 2 ? 1 : 0 });
  return `${value.format(bytes / 1024 ** power)} ${units[power]}`;
}

/** Letters without their marks and case, so that “thon 3” finds “Thôn 3”. */
export function searchable(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase();
}

/** `1,2` in Vietnamese, `1.2` in English. */
export function decimalText(value: number, language: Language): string {
  return new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: 1 }).format(value);
}
