import type { Clock } from '../clock.ts';
import type { Db } from '../db/open.ts';
import { AppError } from '../errors.ts';
import { type Calendar, createCalendar } from './calendar.ts';
import type { Holiday } from './config.ts';
import { checkProfile, communeTitle, provinceTitle } from './profile.ts';
import { profileRepository } from './profile-repository.ts';
import type { Profile, ProfileInput, Zone } from './schemas.ts';
import { createZones, type Zones } from './zones.ts';

/** The commune as the other slices see it. Writes may be called inside a caller's transaction. */
export interface Commune {
  profile(): Profile;
  /** Stores the profile; throws `input.invalid`, or `item.conflict` where the version is no longer the one read. */
  saveProfile(input: ProfileInput): Profile;
  /** Every zone, each parent before its children. */
  zones(): Zone[];
  zone(id: string): Zone | undefined;
  /** These zones and all below them, each once; unknown ids are left out. */
  withDescendants(ids: readonly string[]): string[];
  /** The zone tree, to change it; `tree.hold` keeps zones that another slice uses from being deleted. */
  readonly tree: Zones;
  /** Weekday, lunar date and holiday of a local day. */
  day: Calendar['day'];
  days: Calendar['days'];
}

export interface CommuneParts {
  db: Db;
  clock: Pick<Clock, 'now'>;
  holidays(): readonly Holiday[];
}

/** The commune on an open, migrated database. */
export function createCommune({ db, clock, holidays }: CommuneParts): Commune {
  const rows = profileRepository(db);

  function profile(): Profile {
    const row = rows.read();
    return {
      ...row,
      title: communeTitle(row.kind, row.name),
      province: provinceTitle(row.provinceCode),
    };
  }

  const tree = createZones({ db, clock, commune: profile });
  tree.ensureRoot();

  return {
    profile,
    saveProfile: db.transaction((input: ProfileInput) => {
      if (input.version !== undefined && input.version !== rows.read().version) {
        throw new AppError('item.conflict');
      }
      rows.write({ ...checkProfile(input), updatedAt: clock.now() });
      return profile();
    }),
    zones: tree.list,
    zone: tree.get,
    withDescendants: tree.withDescendants,
    tree,
    ...createCalendar(holidays),
  };
}
