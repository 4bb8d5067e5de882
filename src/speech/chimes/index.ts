import type { MasteringOptions } from '../mastering.ts';
import { chimeDigest, chimeFile } from './chime-files.ts';
import { CHIMES, type Chime } from './chimes.ts';
import { createOwnChimes, type OwnChimes } from './own-chimes.ts';

export interface Chimes {
  /** The project's, then the commune's own. */
  all(): readonly Chime[];
  find(id: string): Chime | undefined;
  /** Stands for what a chime sounds like: changes when that does. */
  digestOf(chime: Chime): string;
  file(chime: Chime): Promise<{ path: string; durationMs: number }>;
  own: OwnChimes;
}

interface ChimesParts {
  /** Where the project's chimes are made, and where the commune's lie. */
  made: string;
  own: string;
  mastering: MasteringOptions;
  workDir(): Promise<string>;
}

/** Every chime of the station. */
export function createChimes({ made, own: ownDir, mastering, workDir }: ChimesParts): Chimes {
  const own = createOwnChimes({ dir: ownDir, mastering, workDir });
  const madeOf = (id: string) => CHIMES.find((chime) => chime.id === id);
  return {
    own,
    all: () => [...CHIMES, ...own.all()],
    find: (id) => madeOf(id) ?? own.find(id),
    digestOf({ id }) {
      const chime = madeOf(id);
      // An own one's id is that of its sound.
      return chime ? chimeDigest(chime) : id;
    },
    async file({ id }) {
      const chime = madeOf(id);
      const file = chime ? await chimeFile(made, chime) : own.file(id);
      if (!file) throw new Error(`the chime ${id} is gone`);
      return file;
    },
  };
}
