import { type SpeechSettings, styleOf } from './config.ts';
import { createNormaliser, loadTables, type Normalise } from './normalise/index.ts';

/** Makes the normaliser anew when the settings say numbers differently. */
export function normaliserFor(settings: () => Readonly<SpeechSettings>): () => Normalise {
  let tables: ReturnType<typeof loadTables> | undefined;
  let current: { of: Readonly<SpeechSettings>; normalise: Normalise } | undefined;
  return () => {
    const of = settings();
    tables ??= loadTables();
    if (current?.of !== of) current = { of, normalise: createNormaliser({ tables, style: styleOf(of) }) };
    return current.normalise;
  };
}
