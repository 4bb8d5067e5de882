import { v7 as uuidv7 } from 'uuid';
import type { Clock } from '../clock.ts';
import type { Commanded } from './commanded.ts';
import type { OfferedAudio } from './offered-audio.ts';
import { canPlayAt } from './profile.ts';
import type { Registry, Speaker } from './registry.ts';
import type { AudioRef, PlayCommand, Speakers } from './schemas.ts';
import type { StopRow } from './speakers-repository.ts';
import type { Stops } from './stops.ts';
import type { Command, Transport } from './transports/transport.ts';

export interface PlayerParts {
  clock: Pick<Clock, 'now' | 'monotonic'>;
  registry: Registry;
  commanded: Commanded;
  stops: Stops;
  offered: OfferedAudio;
  transports: Readonly<Record<Speaker['profile']['transport'], Transport>>;
  /** The signed URL of an audio file, good for `ttlMs`. */
  audioUrl(audioId: string, ttlMs: number): string;
}

/** Speakers may begin to fetch long after a command, fetch slowly, or after the box's clock was set by an hour. */
const FETCH_MS = 90 * 60_000;
/** Where a speaker never says that it started, what it plays so long after is still taken for what it was told. */
const NEVER_STARTED_MS = 10 * 60_000;
/** A prefetch is worth nothing later than this. */
const PREFETCH_MS = 10 * 60_000;
const VOLUME_MS = 60_000;
const TEST_MS = 30_000;

export interface Player extends Pick<Speakers, 'prepare' | 'play' | 'stop' | 'mayStillStart'> {
  /** Plays the test tone on one speaker; returns the playout it is reported under. */
  test(speaker: Speaker, tone: AudioRef): string;
  /** It plays, or is about to play, something other than a test tone. */
  isBusy(speaker: Speaker): boolean;
  setVolume(speaker: Speaker): void;
  /** For Stops: tells it once more. */
  tellStop(stop: StopRow, speakers: readonly Speaker[]): void;
  close(): void;
}

/** Turns what other slices ask into commands. Nothing here waits, writes or fails for a single speaker. */
export function createPlayer(parts: PlayerParts): Player {
  const { clock, registry, commanded, stops, offered, transports, audioUrl } = parts;
  /** Plays held back for speakers that start when they are told: what cancels each, by playout. */
  const held = new Map<string, Set<{ speakers: Speaker[]; cancel: () => void }>>();

  function audioFor(audio: AudioRef, untilMs: number): NonNullable<Command['audio']> {
    offered.offer(audio);
    const { id, bytes, durationMs } = audio;
    return { id, bytes, durationMs, url: audioUrl(id, untilMs - clock.now() + durationMs + FETCH_MS) };
  }

  function send(command: Command, speakers: readonly Speaker[]): void {
    const byWeb = speakers.filter(({ profile }) => profile.transport === 'web');
    if (byWeb.length > 0) transports.web.send(command, byWeb);
    if (byWeb.length === speakers.length) return;
    const byMqtt =
      byWeb.length === 0 ? speakers : speakers.filter(({ profile }) => profile.transport === 'mqtt');
    transports.mqtt.send(command, byMqtt);
  }

  function startPlay(command: Command & { playoutId: string }, speakers: readonly Speaker[]): void {
    const { playoutId } = command;
    const durationMs = command.audio?.durationMs ?? 0;
    const endsAt = clock.monotonic() + Math.max(0, (command.startAt ?? 0) - clock.now()) + durationMs;
    for (const speaker of speakers) {
      speaker.told = {
        playoutId,
        durationMs,
        endsAt,
        until: endsAt + NEVER_STARTED_MS,
        startedAt: null,
        idleSince: null,
        stopped: false,
        over: false,
      };
    }
    stops.supersede(speakers, playoutId);
    send(command, speakers);
  }

  /** Sends now to those that start by themselves, and in time to each of the others. */
  function dispatch(command: Command & { playoutId: string }, speakers: readonly Speaker[]): void {
    const startAt = command.startAt ?? 0;
    const now = clock.now();
    const leads = Map.groupBy(speakers, ({ profile }) => {
      const tellAt = startAt - profile.startLatencyMs;
      return canPlayAt(profile) || tellAt <= now ? 0 : tellAt;
    });
    for (const [tellAt, group] of leads) {
      if (tellAt === 0) startPlay(command, group);
      else hold(command, group, tellAt);
    }
  }

  /** Waits by the clock that never steps, as speakers do that start by themselves. */
  function hold(command: Command & { playoutId: string }, speakers: Speaker[], tellAt: number): void {
    const waiting = held.get(command.playoutId) ?? new Set();
    held.set(command.playoutId, waiting);
    const sinceWall = clock.monotonic() - clock.now();
    const timer = setTimeout(() => {
      release(command.playoutId, entry);
      const step = Math.round(sinceWall - (clock.monotonic() - clock.now()));
      const told = {
        ...command,
        startAt: (command.startAt ?? 0) + step,
        expiresAt: command.expiresAt + step,
      };
      // After the machine has slept it may be too late.
      if (clock.now() < told.expiresAt) startPlay(told, entry.speakers);
    }, tellAt - clock.now());
    const entry = { speakers, cancel: () => clearTimeout(timer) };
    waiting.add(entry);
  }

  function release(playoutId: string, entry: { speakers: Speaker[]; cancel: () => void }): void {
    entry.cancel();
    const waiting = held.get(playoutId);
    waiting?.delete(entry);
    if (waiting?.size === 0) held.delete(playoutId);
  }

  function unhold(playoutId: string | null, speakers: readonly Speaker[]): void {
    if (held.size === 0) return;
    const told = new Set(speakers);
    for (const [id, waiting] of held) {
      if (playoutId !== null && id !== playoutId) continue;
      for (const entry of waiting) {
        entry.speakers = entry.speakers.filter((speaker) => !told.has(speaker));
        if (entry.speakers.length === 0) release(id, entry);
      }
    }
  }

  return {
    prepare(playoutId, audio, ids) {
      const speakers = registry.enabled(ids).filter(({ profile }) => profile.commands.prefetch);
      if (speakers.length === 0) return;
      const expiresAt = clock.now() + PREFETCH_MS;
      const { durationMs } = audio;
      commanded.add({ playoutId, speakers: ids, startsAt: null, latestStart: expiresAt, durationMs });
      send(
        { name: 'prefetch', id: uuidv7(), playoutId, expiresAt, audio: audioFor(audio, expiresAt) },
        speakers,
      );
    },
    play({ playoutId, audio, startAt, expiresAt, priority, volume }: PlayCommand, ids) {
      const speakers = registry.enabled(ids);
      const startsAt = Math.max(startAt, clock.now());
      const latestStart = Math.max(startsAt, expiresAt);
      commanded.add({ playoutId, speakers: ids, startsAt, latestStart, durationMs: audio.durationMs });
      if (speakers.length === 0) return;
      const command = {
        name: 'play',
        id: uuidv7(),
        playoutId,
        startAt,
        expiresAt,
        priority,
        audio: audioFor(audio, expiresAt),
        ...(volume !== undefined && { volume }),
      } as const;
      dispatch(command, speakers);
    },
    stop({ playoutId }, ids) {
      const speakers = ids === 'all' ? [...registry.all()] : ids.flatMap((id) => registry.get(id) ?? []);
      unhold(playoutId, speakers);
      for (const transport of Object.values(transports)) transport.recall(playoutId, speakers);
      for (const { told } of speakers) {
        if (told && (playoutId === null || told.playoutId === playoutId)) told.stopped = true;
      }
      stops.add(playoutId, speakers);
    },
    mayStillStart: (playoutId) => Object.values(transports).some((transport) => transport.holds(playoutId)),
    test(speaker, tone) {
      const playoutId = uuidv7();
      const now = clock.now();
      const expiresAt = now + TEST_MS;
      const { durationMs } = tone;
      commanded.add({ playoutId, speakers: [speaker.id], startsAt: now, latestStart: expiresAt, durationMs });
      speaker.test = { playoutId, at: now, state: 'sent', reason: null };
      const name = speaker.profile.commands.test ? 'test' : 'play';
      const audio = audioFor(tone, expiresAt);
      startPlay({ name, id: playoutId, playoutId, startAt: 0, expiresAt, priority: 'normal', audio }, [
        speaker,
      ]);
      return playoutId;
    },
    isBusy(speaker) {
      const { playing, told, test } = speaker;
      const isTone = (playoutId: string) => playoutId === test?.playoutId;
      if (playing !== null && !isTone(playing)) return true;
      if (told && !told.over && !told.stopped && clock.monotonic() < told.endsAt && !isTone(told.playoutId))
        return true;
      return [...held.values()].some((waiting) =>
        [...waiting].some(({ speakers }) => speakers.includes(speaker)),
      );
    },
    setVolume(speaker) {
      if (!speaker.profile.commands.volume) return;
      const expiresAt = clock.now() + VOLUME_MS;
      send({ name: 'volume', id: uuidv7(), playoutId: null, expiresAt, volume: speaker.row.volume }, [
        speaker,
      ]);
    },
    tellStop({ playoutId, commandId, issuedAt, expiresAt }, speakers) {
      send({ name: 'stop', id: commandId, playoutId, issuedAt, expiresAt }, speakers);
    },
    close() {
      for (const [id, waiting] of held) for (const entry of waiting) release(id, entry);
    },
  };
}
