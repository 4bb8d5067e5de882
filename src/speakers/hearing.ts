import type { FastifyBaseLogger } from 'fastify';
import type { Alerts } from '../alerts/index.ts';
import type { ClockSteps } from './clock-steps.ts';
import type { Commanded } from './commanded.ts';
import type { Health } from './health.ts';
import type { DeviceReport, DeviceState } from './protocol.ts';
import type { Speaker } from './registry.ts';
import type { ReportKind, SpeakerReport } from './schemas.ts';
import type { SoundLock } from './sound-lock.ts';
import type { Stops } from './stops.ts';
import type { Ears } from './transports/transport.ts';

export interface HearingParts {
  health: Pick<Health, 'alive' | 'gone'>;
  stops: Pick<Stops, 'confirm'>;
  commanded: Pick<Commanded, 'knows'>;
  clockSteps: Pick<ClockSteps, 'look' | 'stepped'>;
  alerts: Pick<Alerts, 'raise' | 'clear'>;
  soundLock: Pick<SoundLock, 'hear'>;
  now(): number;
  emit(report: SpeakerReport): void;
  changed(speaker: Speaker): void;
  log: FastifyBaseLogger;
}

/** Reports arrive within seconds; an older or a future time is a speaker's wrong clock. */
const OLDEST_REPORT_MS = 60_000;
const NEWEST_REPORT_MS = 1_000;
/** Of how many playouts a speaker's reports are remembered, to tell each once. */
const REMEMBERED_PLAYOUTS = 16;

const ENDS: readonly ReportKind[] = ['finished', 'stopped', 'failed'];

/** Judges what the transports hear: dedupes, checks clocks, and raises the alarm at what the box did not send. */
export function createHearing(parts: HearingParts): Ears {
  const { health, stops, commanded, clockSteps, alerts, soundLock, now, emit, changed, log } = parts;

  /** Notes what a speaker plays; an alarm where it is not of the box. */
  function setPlaying(speaker: Speaker, playing: string | null): void {
    if (speaker.playing === playing) return;
    speaker.playing = playing;
    const { id, name } = speaker;
    changed(speaker);
    // Silence ends nothing: the alarm stands until the speaker plays what it should.
    if (playing === null) return;
    speaker.lastPlaying = playing;
    const foreign = !commanded.knows(playing, id);
    if (foreign === speaker.foreign) return;
    speaker.foreign = foreign;
    if (foreign && speaker.profile.ownProgrammes) {
      log.info({ speaker: id, name, playing }, 'a speaker plays a programme of its own');
    } else if (foreign) {
      log.error({ speaker: id, name, playing }, 'a speaker plays what the box did not send');
      alerts.raise('speaker.foreign_playback', id, { name, playing });
    } else alerts.clear('speaker.foreign_playback', id);
  }

  /** True the first time that this is told of this playout. */
  function isNews({ reported }: Speaker, playoutId: string, kind: string): boolean {
    const kinds = reported.get(playoutId);
    if (kinds?.includes(kind)) return false;
    if (kinds) kinds.push(kind);
    else reported.set(playoutId, [kind]);
    if (reported.size > REMEMBERED_PLAYOUTS) {
      const [oldest] = reported.keys();
      if (oldest !== undefined) reported.delete(oldest);
    }
    return true;
  }

  function whenOf(speaker: Speaker, at: number | null | undefined, age?: number): number {
    const arrival = now();
    // It had to wait for its network: that says nothing of its clock.
    if (age !== undefined) return Math.round(arrival - age);
    if (at === null || at === undefined) return arrival;
    const { id, name } = speaker;
    if (at >= arrival - OLDEST_REPORT_MS && at <= arrival + NEWEST_REPORT_MS) {
      if (speaker.wrongClock) {
        speaker.wrongClock = false;
        alerts.clear('speaker.wrong_clock', id);
      }
      return Math.round(Math.min(at, arrival));
    }
    // After the box's own clock was set, it is the speaker that has yet to ask for the time.
    if (!speaker.wrongClock && !clockSteps.stepped()) {
      speaker.wrongClock = true;
      log.warn({ speaker: id, name, offMs: at - arrival }, 'the clock of a speaker is wrong');
      alerts.raise('speaker.wrong_clock', id, { name });
    }
    return arrival;
  }

  function tell(speaker: Speaker, report: Omit<SpeakerReport, 'speakerId'>): void {
    const { playoutId, kind, at, reason = null } = report;
    if (!commanded.knows(playoutId, speaker.id) || !isNews(speaker, playoutId, kind)) return;
    if (speaker.test?.playoutId === playoutId) {
      speaker.test = { playoutId, at, state: kind, reason };
      changed(speaker);
    }
    emit({ speakerId: speaker.id, ...report });
  }

  function understood(speaker: Speaker): void {
    clockSteps.look();
    health.alive(speaker);
    speaker.garbled = false;
  }

  return {
    alive: understood,
    gone: (speaker) => health.gone(speaker),
    state(speaker, { playing, sound }: DeviceState) {
      understood(speaker);
      if (sound !== undefined) soundLock.hear(speaker, sound === 'locked');
      setPlaying(speaker, playing);
    },
    report(speaker, { playoutId, kind, at, age, commandId, reason }: DeviceReport) {
      understood(speaker);
      if (kind === 'stopped') stops.confirm(speaker, commandId, playoutId);
      if (playoutId === null) return;
      if (ENDS.includes(kind) && speaker.told?.playoutId === playoutId) speaker.told.over = true;
      // What it plays now is said by its state; what is told late may be over, and long forgotten here.
      if (kind === 'started' && age === undefined) setPlaying(speaker, playoutId);
      else if (ENDS.includes(kind) && speaker.playing === playoutId) setPlaying(speaker, null);
      const waited = age !== undefined && { age };
      tell(speaker, { playoutId, kind, at: whenOf(speaker, at, age), ...waited, ...(reason && { reason }) });
    },
    undelivered(speaker, playoutId, reason) {
      tell(speaker, { playoutId, kind: 'failed', at: now(), reason });
    },
    garbage(speaker) {
      health.alive(speaker);
      if (speaker.garbled) return;
      speaker.garbled = true;
      log.warn({ speaker: speaker.id, name: speaker.name }, 'a speaker says what the box cannot read');
    },
  };
}
