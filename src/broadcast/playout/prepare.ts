import type { FastifyInstance } from 'fastify';
import { AppError } from '../../errors.ts';
import type { AudioRef } from '../../speakers/schemas.ts';
import type { RenderedAudio } from '../../speech/index.ts';
import type { Bulletin } from '../bulletins/schemas.ts';
import type { PlayoutLog } from './log.ts';
import type { Notices } from './notices.ts';
import type { PlayoutsRepository } from './playouts-repository.ts';
import type { Reach } from './reach.ts';
import type { Said } from './reasons.ts';
import type { PlayoutRecord } from './record.ts';
import { sayingOf } from './saying.ts';

const RETRY_MS = [2_000, 5_000, 10_000, 15_000] as const;
const ERROR_MAX = 200;

interface Job {
  readonly abort: AbortController;
  audio: AudioRef | undefined;
  attempts: number;
  /** Monotonic ms; undefined while it is being rendered or done. */
  retryAt: number | undefined;
  error: Said | undefined;
  /** Time that renderings took, without the pauses between them; and since when (monotonic ms) one is under way. */
  renderedMs: number;
  renderingSince: number | undefined;
}

interface PreparerParts {
  app: FastifyInstance;
  log: PlayoutLog;
  playouts: PlayoutsRepository;
  notices: Notices;
  reach: Reach;
  bulletin(id: string): Bulletin | undefined;
  /** How long it takes is known now. */
  onRendered(record: PlayoutRecord): void;
  onReady(): void;
}

export type Preparer = ReturnType<typeof createPreparer>;

/** Has the audio of a playout made and fetched by its speakers before it is due; tries again until then. */
export function createPreparer({
  app,
  log,
  playouts,
  notices,
  reach,
  bulletin,
  onRendered,
  onReady,
}: PreparerParts) {
  const logger = app.log.child({ slice: 'broadcast' });
  const jobs = new Map<string, Job>();

  function bulletinOf(record: PlayoutRecord): Bulletin | undefined {
    return record.bulletinId === null ? undefined : bulletin(record.bulletinId);
  }

  /**
   * Takes a planned playout up, or one whose last try failed long enough ago, or that was prepared before a restart.
   * What is not approved is left alone.
   */
  function prepare(record: PlayoutRecord): void {
    const known = jobs.get(record.id);
    if (known && record.state !== 'planned' && !isDue(known)) return;
    const played = bulletinOf(record);
    const saying = sayingOf(record, played);
    if (!saying) return;
    const plan = record.state === 'ready' ? log.move(record, 'reset') : record;
    const bulletinVersion = played?.version ?? null;
    const taken = plan.state === 'planned' ? log.move(plan, 'prepare', { bulletinVersion }) : plan;
    known?.abort.abort();
    const job: Job = {
      abort: new AbortController(),
      audio: undefined,
      attempts: known?.attempts ?? 0,
      retryAt: undefined,
      error: known?.error,
      renderedMs: known?.renderedMs ?? 0,
      renderingSince: app.clock.monotonic(),
    };
    jobs.set(record.id, job);
    warnWithoutSpeakers(taken);
    app.speech
      .render(saying, { signal: job.abort.signal })
      .finally(() => rendered(job))
      .then((audio) => ready(record.id, job, audio))
      .catch((error: unknown) => failed(record.id, job, error));
  }

  function rendered(job: Job): void {
    if (job.renderingSince === undefined) return;
    job.renderedMs += app.clock.monotonic() - job.renderingSince;
    job.renderingSince = undefined;
  }

  function isDue({ retryAt }: Job): boolean {
    return retryAt !== undefined && retryAt <= app.clock.monotonic();
  }

  function ready(id: string, job: Job, audio: RenderedAudio): void {
    if (jobs.get(id) !== job) return;
    const record = playouts.get(id);
    if (record?.state !== 'preparing') {
      forget(id);
      return;
    }
    const { voice, durationMs } = audio;
    const moved = log.move(record, 'prepared', {
      voice,
      durationMs,
      audioId: audio.id,
    });
    job.audio = audio;
    job.error = undefined;
    onRendered(moved);
    notices.settled('broadcast.prepare_failed', moved);
    fetch(moved, audio);
    onReady();
  }

  function failed(id: string, job: Job, error: unknown): void {
    if (jobs.get(id) !== job || job.abort.signal.aborted) return;
    job.retryAt = app.clock.monotonic() + (RETRY_MS[job.attempts] ?? RETRY_MS[RETRY_MS.length - 1] ?? 0);
    job.attempts += 1;
    job.error = sayFailure(error);
    logger.error(
      { err: error, playout: id, attempts: job.attempts },
      'a playout could not be prepared; will retry',
    );
    try {
      const record = playouts.get(id);
      if (record) notices.beforeAir('broadcast.prepare_failed', record, job.error);
    } catch (cause) {
      logger.error({ err: cause, playout: id }, 'an alert could not be raised');
    }
  }

  /** Before air, so that somebody can still do something about it. */
  function warnWithoutSpeakers(record: PlayoutRecord): void {
    if (reach(record).length === 0) notices.beforeAir('broadcast.no_speaker', record);
    else notices.settled('broadcast.no_speaker', record);
  }

  function fetch(record: PlayoutRecord, audio: AudioRef): void {
    const ids = reach(record).map(({ id }) => id);
    if (ids.length > 0) app.speakers.prepare(record.id, audio, ids);
  }

  /** Drops what is known of a playout; a rendering under way is given up. */
  function forget(id: string): void {
    jobs.get(id)?.abort.abort();
    jobs.delete(id);
  }

  return {
    prepare,
    forget,
    audioOf: (id: string): AudioRef | undefined => jobs.get(id)?.audio,
    /** Why the last try failed. */
    errorOf: (id: string): Said | undefined => jobs.get(id)?.error,
    /** How long its audio has been in the making, ms; pauses before another try do not count. */
    renderedMs(id: string): number {
      const { renderedMs = 0, renderingSince } = jobs.get(id) ?? {};
      return renderedMs + (renderingSince === undefined ? 0 : app.clock.monotonic() - renderingSince);
    },
    /** When something is to be tried again, on the clock that never steps. */
    nextRetry(): number {
      return Math.min(...[...jobs.values()].map(({ retryAt }) => retryAt ?? Number.POSITIVE_INFINITY));
    },
    /** A speaker that comes back before air fetches what it will play. */
    speakerBack(speakerId: string): void {
      for (const [id, { audio }] of jobs) {
        const record = audio && playouts.get(id);
        if (!record || record.state !== 'ready') continue;
        if (reach(record).some(({ id: reached }) => reached === speakerId))
          app.speakers.prepare(id, audio, [speakerId]);
      }
    },
    stop(): void {
      for (const id of [...jobs.keys()]) forget(id);
    },
  };
}

/** For a person: what nobody foresaw stands in the log alone. */
function sayFailure(error: unknown): Said {
  const { messageVi, message } = error instanceof AppError ? error : new AppError('internal');
  return { vi: messageVi.slice(0, ERROR_MAX), en: message.slice(0, ERROR_MAX) };
}
