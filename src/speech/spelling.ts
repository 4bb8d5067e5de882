import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { distance } from 'fastest-levenshtein';
import type { Warning } from './advice.ts';
import type { Token } from './normalise/index.ts';

/** Hints at words that no dictionary knows. */
export interface Spelling {
  /** The words among the tokens that are no Vietnamese, with what may have been meant; gives the main thread back. */
  adviceFor(tokens: readonly Token[]): Promise<Warning[]>;
}

const MOST_SUGGESTIONS = 5;
/** Letters and marks that may be wrong in one word. */
const FURTHEST = 2;
/** Syllables of farms, workshops and grounds that the dictionary lacks. */
const ALSO = [
  'kali',
  'urê',
  'ure',
  'lux',
  'sạc',
  'clo',
  'dảnh',
  'pít',
  'tíc',
  'bar',
  'pen',
  'rờ',
  'moóc',
  'gié',
];
/** In one line; behind that it is another language. */
const MOST_WARNINGS = 20;
/** What was looked up lately: the editor asks again with every word that is typed. */
const REMEMBERED = 500;

/**
 * The syllables of Vietnamese, out of the dictionary package (hunspell-vi, a plain list without affixes). Undefined
 * where the package is not installed: hints are left out then.
 */
export async function loadSpelling(): Promise<Spelling | undefined> {
  const folder = () => fileURLToPath(new URL('.', import.meta.resolve('dictionary-vi')));
  try {
    return createSpelling(await readFile(join(folder(), 'index.dic'), 'utf8'));
  } catch {
    return undefined;
  }
}

/** @param dictionary a hunspell word list: the count, then one word a line */
export function createSpelling(dictionary: string): Spelling {
  const syllables = dictionary
    .split('\n')
    .slice(1)
    .map((word) => toneOnFirst(word.trim().normalize('NFC')))
    .filter((word) => word !== '' && word === word.toLowerCase());
  const known = new Set([...syllables, ...ALSO]);
  const candidates = syllables.map((word) => ({ word, marks: word.normalize('NFD') }));
  const looked = new Map<string, string[]>();

  function suggest(word: string): string[] {
    const found = looked.get(word);
    if (found) return found;
    const marks = word.normalize('NFD');
    const near = candidates
      .filter((one) => Math.abs(one.marks.length - marks.length) <= FURTHEST)
      .map((one) => ({ word: one.word, far: distance(one.marks, marks) }))
      .filter(({ far }) => far <= FURTHEST)
      .sort((a, b) => a.far - b.far);
    const suggestions = near.slice(0, MOST_SUGGESTIONS).map((one) => one.word);
    if (looked.size >= REMEMBERED) looked.clear();
    looked.set(word, suggestions);
    return suggestions;
  }

  return {
    async adviceFor(tokens) {
      const words = tokens.filter(
        ({ text, class: kind, why }) => kind === 'word' && why !== 'editor' && !known.has(toneOnFirst(text)),
      );
      // Names have capitals, and are spelled as their owners please.
      const wrong = [...new Set(words.map(({ text }) => text))].filter((text) =>
        /^\p{Ll}{2,12}$/u.test(text),
      );
      const warnings: Warning[] = [];
      for (const text of wrong.slice(0, MOST_WARNINGS)) {
        warnings.push({ code: 'spelling', text, suggestions: suggest(text) });
        await setImmediate();
      }
      return warnings;
    },
  };
}

const TONES: Readonly<Record<string, string>> = {
  '\u0300': 'òù',
  '\u0301': 'óú',
  '\u0309': 'ỏủ',
  '\u0303': 'õũ',
  '\u0323': 'ọụ',
};

/** hoà, khoẻ, thuỷ as hòa, khỏe, thủy: both are right, and the dictionary knows one. */
function toneOnFirst(word: string): string {
  if (!/[oO][àáảãạèéẻẽẹ]$|(?<![qQ])[uU][ỳýỷỹỵ]$/.test(word)) return word;
  const [vowel = '', tone = ''] = word.slice(-1).normalize('NFD');
  const first = word.at(-2) === 'o' ? TONES[tone]?.charAt(0) : TONES[tone]?.charAt(1);
  return first === undefined ? word : word.slice(0, -2) + first + vowel;
}
