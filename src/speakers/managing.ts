import type { Db } from '../db/open.ts';
import type { DevicePatch, Devices } from '../devices/index.ts';
import { AppError } from '../errors.ts';
import { checkSettings } from './access.ts';
import { hashPassword, hashToken, newSecret } from './credentials.ts';
import type { Profile } from './profile.ts';
import type { Registry, Speaker } from './registry.ts';
import type { NewSpeaker, SpeakerPatch } from './schemas.ts';
import type { SpeakerRow, SpeakersRepository } from './speakers-repository.ts';
import type { Transport } from './transports/transport.ts';

export interface ManagingParts {
  db: Db;
  devices: Devices;
  profiles: ReadonlyMap<string, Profile>;
  registry: Registry;
  repository: SpeakersRepository;
  transports: Readonly<Record<Profile['transport'], Transport>>;
  now(): number;
  /** Id of the zone that holds all others. */
  wholeCommune(): string;
  /** Its rights at the broker have changed: it has to come again, maybe by another listener. */
  rightsChanged(speaker: Speaker): void;
  /** It is disabled or gone: nothing more is told of it. */
  forgotten(speaker: Speaker): void;
  /** Whether it is there matters to nobody while no officer has heard it. */
  unwatched(speaker: Speaker): void;
  /** Tells it to stop whatever it plays. */
  silence(speaker: Speaker): void;
  changed(speaker: Speaker): void;
}

/** Writes the audit entry, in the transaction of the write. */
export type Audit = (speakerId: string) => void;

const DEFAULT_VOLUME = 80;
/** As long as the panel asks whether it was heard. */
const TONE_IN_THE_EAR_MS = 10 * 60_000;

/** What officers do with speakers. Each write and its audit entry are one commit; memory follows after it. */
export function createManaging(parts: ManagingParts) {
  const {
    db,
    devices,
    profiles,
    registry,
    repository,
    transports,
    now,
    wholeCommune,
    rightsChanged,
    changed,
  } = parts;

  function write(speaker: Speaker, patch: Partial<SpeakerRow>, audit: Audit, device: DevicePatch = {}): void {
    const row = { ...speaker.row, ...patch };
    db.transaction(() => {
      if (Object.keys(device).length > 0) devices.update(speaker.id, device);
      repository.update(row);
      audit(speaker.id);
    })();
    registry.refresh(speaker, row);
    changed(speaker);
  }

  function add(input: NewSpeaker, profile: Profile, secretHash: string, audit: Audit): Speaker {
    const { name, place = '', note = '', lat = null, lon = null } = input;
    // A speaker that nobody has placed belongs to the whole commune: what is sent to all must reach it.
    const zoneId = input.zoneId ?? wholeCommune();
    const settings = checkSettings(profile, input.settings ?? {}, registry.all());
    checkPlain(profile, input.plain);
    const row = db.transaction((): SpeakerRow => {
      const { id, createdAt } = devices.create({ kind: 'speaker', name, zoneId, place, note, lat, lon });
      const made = {
        id,
        profile: profile.id,
        settings,
        volume: input.volume ?? DEFAULT_VOLUME,
        enabled: true,
        plain: input.plain ?? false,
        secretHash,
        confirmedAt: null,
        confirmedBy: null,
        lastSeenAt: null,
        createdAt,
      };
      repository.insert(made);
      audit(id);
      return made;
    })();
    const speaker = registry.add(row, profile);
    transports[profile.transport].attach(speaker);
    if (row.plain) rightsChanged(speaker);
    changed(speaker);
    return speaker;
  }

  return {
    /** A speaker that signs in to the broker. Its password is told this once. */
    create(input: NewSpeaker, audit: Audit): { speaker: Speaker; password: string } {
      const profile = profiles.get(input.profile);
      if (!profile)
        throw new AppError('speaker.profile_unknown', { field: 'profile', profile: input.profile });
      if (profile.transport === 'web') throw new AppError('speaker.paired_only', { field: 'profile' });
      const password = newSecret();
      return { speaker: add(input, profile, hashPassword(password), audit), password };
    },

    /** A browser that has brought a pairing code. Its token is told this once. */
    pair(name: string, zoneId: string | null, audit: Audit): { speaker: Speaker; token: string } {
      const profile = profiles.get('web');
      if (!profile) throw new Error('the profile web is missing');
      const token = newSecret();
      return { speaker: add({ name, zoneId, profile: 'web' }, profile, hashToken(token), audit), token };
    },

    update(speaker: Speaker, patch: SpeakerPatch, audit: Audit): void {
      const { enabled, plain, settings, ...device } = patch;
      if (device.zoneId === null) device.zoneId = wholeCommune();
      const { profile, row } = speaker;
      const others = [...registry.all()].filter((other) => other !== speaker);
      checkPlain(profile, plain);
      const checked = settings && checkSettings(profile, { ...row.settings, ...settings }, others);
      const change: Partial<SpeakerRow> = {
        ...(enabled !== undefined && { enabled }),
        ...(plain !== undefined && { plain }),
        ...(checked && { settings: checked }),
      };
      const moves = checked !== undefined && JSON.stringify(checked) !== JSON.stringify(row.settings);
      // Its topics go by its settings: it is let go by the old ones and served by the new.
      if (moves) transports[profile.transport].detach(speaker);
      try {
        write(speaker, change, audit, device);
      } finally {
        if (moves) transports[profile.transport].attach(speaker);
      }
      if (moves || plain !== undefined) rightsChanged(speaker);
      if (enabled === false) {
        parts.silence(speaker);
        parts.forgotten(speaker);
      }
    },

    setVolume(speaker: Speaker, volume: number, audit: Audit): void {
      write(speaker, { volume }, audit);
    },

    /** An officer stood by and heard the test tone, or did not. Throws `speaker.not_heard` where there was none. */
    confirm(speaker: Speaker, by: string | null, audit: Audit): void {
      if (by !== null && !mayHaveBeenHeard(speaker, now())) throw new AppError('speaker.not_heard');
      write(speaker, { confirmedAt: by === null ? null : now(), confirmedBy: by }, audit);
      if (by === null) parts.unwatched(speaker);
    },

    /** The old password is of no use from now on; the device is cut off. */
    renewPassword(speaker: Speaker, audit: Audit): string {
      if (speaker.profile.transport === 'web') throw new AppError('speaker.no_credentials');
      const password = newSecret();
      write(speaker, { secretHash: hashPassword(password) }, audit);
      rightsChanged(speaker);
      return password;
    },

    remove(speaker: Speaker, audit: Audit): void {
      db.transaction(() => {
        repository.remove(speaker.id);
        devices.remove(speaker.id);
        audit(speaker.id);
      })();
      transports[speaker.profile.transport].detach(speaker);
      registry.delete(speaker.id);
      rightsChanged(speaker);
      parts.forgotten(speaker);
      changed(speaker);
    },
  };
}

/** Without TLS only what cannot do it. */
function checkPlain({ tls }: Profile, plain: boolean | undefined): void {
  if (plain && tls) throw new AppError('speaker.tls_able', { field: 'plain' });
}

/** A test tone got there a moment ago, as far as a speaker of its kind can say so. */
function mayHaveBeenHeard({ test, profile }: Speaker, now: number): boolean {
  if (!test || test.state === 'failed' || now - test.at > TONE_IN_THE_EAR_MS) return false;
  return test.state !== 'sent' || profile.acknowledges === 'none';
}

export type Managing = ReturnType<typeof createManaging>;
