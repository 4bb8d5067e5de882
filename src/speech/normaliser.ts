import { type SpeechSettings, styleOf } from './config.ts';
import { createNormaliser, loadTables, type Normalise, type Tables } from './normalise/index.ts';
import { type Words, type WordsSettings, wordsOf } from './words.ts';

export interface Normalisers {
  /** By the settings as they are now. */
  current(): Normalise;
  /** With the built-in tables only, and these tables. */
  builtIn(): { read: Normalise; tables: Tables };
  /** Puts a table of the province underneath the commune's own words, in place of the one before. */
  share(words: Words): void;
}

interface NormaliserSettings {
  numbers(): Readonly<SpeechSettings>;
  words(): Readonly<WordsSettings>;
}

/** Makes the normaliser anew when the settings say numbers or words differently. */
export function createNormalisers({ numbers, words }: NormaliserSettings): Normalisers {
  let builtIn: { read: Normalise; tables: Tables } | undefined;
  let shared: Words = { abbreviations: [], respellings: [] };
  let made: { of: readonly unknown[]; normalise: Normalise } | undefined;

  function withoutWords() {
    if (!builtIn) {
      const tables = loadTables();
      builtIn = { tables, read: createNormaliser({ tables }) };
    }
    return builtIn;
  }

  return {
    current() {
      const of = [numbers(), words(), shared];
      if (made?.of.every((part, at) => part === of[at])) return made.normalise;
      const { tables, read } = withoutWords();
      const own = wordsOf(words(), read);
      const normalise = createNormaliser({
        tables,
        style: styleOf(numbers()),
        abbreviations: [...shared.abbreviations, ...own.abbreviations],
        respellings: [...shared.respellings, ...own.respellings],
      });
      made = { of, normalise };
      return normalise;
    },
    builtIn: withoutWords,
    share(next) {
      shared = { abbreviations: [...next.abbreviations], respellings: [...next.respellings] };
    },
  };
}
