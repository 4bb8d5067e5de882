/** How one level of a list is counted (ECMA-376 17.9). */
interface Level {
  /** decimal, lowerLetter, upperRoman, bullet … */
  format: string;
  /** “%1.”, “%1.%2”, “%1)”: what stands in front of the paragraph. */
  pattern: string;
  start: number;
}

/** Gives each numbered paragraph the number that Word shows in front of it, and that is no text of the document. */
export interface Numbering {
  /** What stands in front of the next paragraph of this list and level; '-' for a bullet, '' for nothing. */
  next(list: string, level: number): string;
}

const MOST_LEVELS = 9;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** @param xml word/numbering.xml, '' where the document has none: every item is a bullet then */
export function createNumbering(xml: string): Numbering {
  const definitions = new Map<string, Level[]>();
  for (const part of xml.split('</w:abstractNum>').slice(0, -1)) {
    const id = /w:abstractNumId="(\d{1,9})"/.exec(part.slice(part.lastIndexOf('<w:abstractNum ')))?.[1];
    if (id !== undefined) definitions.set(id, levelsOf(part));
  }
  const lists = new Map<string, string>();
  for (const part of xml.split('</w:num>').slice(0, -1)) {
    const own = part.slice(part.lastIndexOf('<w:num '));
    const list = /^<w:num [^>]*w:numId="(\d{1,9})"/.exec(own)?.[1];
    const definition = /<w:abstractNumId w:val="(\d{1,9})"/.exec(own)?.[1];
    if (list !== undefined && definition !== undefined) lists.set(list, definition);
  }
  const counts = new Map<string, number[]>();

  return {
    next(list, level) {
      const definition = lists.get(list) ?? '';
      const levels = definitions.get(definition);
      const own = levels?.[level];
      if (!levels || !own) return '-';
      const counted = counts.get(definition) ?? [];
      // What is further in begins anew.
      counted.length = level + 1;
      counted[level] = (counted[level] ?? own.start - 1) + 1;
      counts.set(definition, counted);
      if (own.format === 'bullet') return '-';
      return own.pattern.replace(/%([1-9])/g, (_, digit) => {
        const index = Number(digit) - 1;
        return said(counted[index] ?? levels[index]?.start ?? 1, levels[index]?.format ?? 'decimal');
      });
    },
  };
}

function levelsOf(definition: string): Level[] {
  const levels: Level[] = [];
  for (const part of definition.split('</w:lvl>').slice(0, MOST_LEVELS)) {
    const own = part.slice(part.lastIndexOf('<w:lvl '));
    const index = Number(/^<w:lvl [^>]*w:ilvl="(\d)"/.exec(own)?.[1] ?? MOST_LEVELS);
    if (index >= MOST_LEVELS) continue;
    levels[index] = {
      format: /<w:numFmt w:val="(\w{1,40})"/.exec(own)?.[1] ?? 'decimal',
      pattern: /<w:lvlText w:val="([^"<>&]{0,40})"/.exec(own)?.[1] ?? '',
      start: Number(/<w:start w:val="(\d{1,4})"/.exec(own)?.[1] ?? 1),
    };
  }
  return levels;
}

function said(count: number, format: string): string {
  if (format === 'none') return '';
  const letter = LETTERS.charAt((count - 1) % LETTERS.length);
  if (format === 'lowerLetter') return letter;
  if (format === 'upperLetter') return letter.toUpperCase();
  if (format === 'upperRoman') return roman(count);
  if (format === 'lowerRoman') return roman(count).toLowerCase();
  return String(count);
}

const ROMAN = [
  ['X', 10],
  ['IX', 9],
  ['V', 5],
  ['IV', 4],
  ['I', 1],
] as const;

/** No list of a bulletin is longer than a few dozen items. */
function roman(count: number): string {
  let rest = count % 90;
  let written = '';
  for (const [letters, value] of ROMAN) {
    while (rest >= value) {
      written += letters;
      rest -= value;
    }
  }
  return written;
}
