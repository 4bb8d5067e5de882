/** Names as people type them, on different keyboards: made uniform before they are stored or compared. */

/** NFC, one blank between words, no invisible characters. */
export function cleanName(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zs}]+/gu, ' ')
    .replace(/\p{Cf}/gu, '')
    .trim();
}

const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;

/**
 * The key under which two names count as the same: letter case does not matter, nor where the tone mark stands
 * (“Hòa Bình” and “Hoà Bình”); the accents themselves do.
 */
export function nameKey(name: string): string {
  return cleanName(name)
    .toLocaleLowerCase('vi')
    .split(' ')
    .map((word) => {
      const letters = word.normalize('NFD');
      return letters.replace(TONES, '').normalize('NFC') + (letters.match(TONES) ?? []).join('');
    })
    .join(' ');
}
