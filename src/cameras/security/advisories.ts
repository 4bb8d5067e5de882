import { readFileSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import type { Db } from '../../db/open.ts';
import { AppError } from '../../errors.ts';
import { advisoriesRepository } from './advisories-repository.ts';
import { type Advisory, isAbout, parseAdvisories } from './advisory.ts';
import { judgeFirmware } from './affected.ts';

/** An advisory that is about a camera; possible: it cannot be told whether it has just this firmware. */
export interface Match {
  advisory: Advisory;
  certainty: 'certain' | 'possible';
}

export interface Advisories {
  /** Those of the program and the imported ones, by CVE number; an imported row takes the place of the same one. */
  list(): (Advisory & { origin: 'built_in' | 'imported' })[];
  /**
   * Rows that are good, some at a time, with `audit` in the transaction of the first ones. What an end of the station
   * cuts off is imported anew: a row that is there already is only replaced.
   */
  import(rows: readonly Advisory[], audit: () => void): Promise<void>;
  /**
   * Takes out an imported row, with `audit` in the same transaction; the program's own of the same key shows again.
   * Throws `item.not_found`.
   */
  remove(key: AdvisoryKey, audit: () => void): void;
  /** At most one match a CVE, the certain one first. */
  matching(camera: { maker: string; model: string; firmware: string }): Match[];
}

export type AdvisoryKey = Pick<Advisory, 'id' | 'maker' | 'models' | 'affected'>;

/** A few milliseconds of the main thread. */
const AT_ONCE = 200;

const BUILT_IN = new URL('advisories.tsv', import.meta.url);

/** What makes it one row: a model may have several lines of firmware. */
export const keyOf = ({ id, maker, models, affected }: AdvisoryKey) =>
  [id, maker, models, affected].join('\t');

/** Reads the table that the program brings; throws where it is not as the schema wants it. */
export function readBuiltIn(): Advisory[] {
  return parseAdvisories(readFileSync(BUILT_IN, 'utf8'));
}

export function createAdvisories(db: Db): Advisories {
  const repository = advisoriesRepository(db);
  let known: ReturnType<Advisories['list']> | undefined;

  function list(): ReturnType<Advisories['list']> {
    known ??= [
      ...new Map(
        [
          ...readBuiltIn().map((row) => ({ ...row, origin: 'built_in' as const })),
          ...repository.all().map((row) => ({ ...row, origin: 'imported' as const })),
        ].map((row) => [keyOf(row), row]),
      ).values(),
    ].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    return known;
  }

  return {
    list,
    async import(rows, audit) {
      try {
        for (let at = 0; at < rows.length; at += AT_ONCE) {
          if (at > 0) await turn();
          db.transaction(() => {
            if (at === 0) audit();
            for (const row of rows.slice(at, at + AT_ONCE)) repository.save(row);
          })();
        }
      } finally {
        known = undefined;
      }
    },
    remove({ id, maker, models, affected }, audit) {
      db.transaction(() => {
        if (!repository.remove({ id, maker, models, affected })) throw new AppError('item.not_found');
        audit();
      })();
      known = undefined;
    },
    matching(camera) {
      const found = new Map<string, Match>();
      for (const { origin: _origin, ...advisory } of list()) {
        if (!isAbout(advisory, camera)) continue;
        const verdict = judgeFirmware(advisory.affected, camera.firmware);
        if (verdict === 'not_affected') continue;
        const certainty = verdict === 'affected' && advisory.extent === 'all' ? 'certain' : 'possible';
        if (found.get(advisory.id)?.certainty !== 'certain') found.set(advisory.id, { advisory, certainty });
      }
      return [...found.values()].sort((a, b) => a.certainty.localeCompare(b.certainty));
    },
  };
}
