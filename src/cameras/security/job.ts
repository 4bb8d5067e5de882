import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import { AppError } from '../../errors.ts';
import type { SecurityJob } from './schemas.ts';

type Outcome = SecurityJob['results'][number]['outcome'];

export interface JobParts {
  /** Checks one camera; false where it is not there. Rejects with the signal's reason, or for a fault of ours. */
  check(cameraId: string, signal: AbortSignal): Promise<boolean>;
  now(): number;
  changed(): void;
  log: FastifyBaseLogger;
}

/** Cameras at once, and the rest after each: a check must not look like an attack, nor slow the pictures down. */
const AT_ONCE = 2;
const REST_MS = 500;

/** One security check at a time, over one camera or all, in the background. */
export function createJob({ check, now, changed, log }: JobParts) {
  let job: Omit<SecurityJob, 'progress'> = { state: 'idle', startedAt: null, total: 0, done: 0, results: [] };
  let ending = new AbortController();
  let running: Promise<void> | undefined;

  async function checkOne(cameraId: string, signal: AbortSignal): Promise<Outcome> {
    try {
      return (await check(cameraId, signal)) ? 'checked' : 'unreachable';
    } catch (error) {
      if (!signal.aborted) log.error({ err: error, camera: cameraId }, 'a security check failed');
      return 'failed';
    }
  }

  async function work(queue: string[], signal: AbortSignal): Promise<void> {
    for (let id = queue.shift(); id !== undefined && !signal.aborted; id = queue.shift()) {
      const outcome = await checkOne(id, signal);
      if (signal.aborted) return;
      job = { ...job, done: job.done + 1, results: [...job.results, { cameraId: id, outcome }] };
      changed();
      if (queue.length > 0) await sleep(REST_MS, undefined, { signal }).catch(() => {});
    }
  }

  function begin(cameraIds: readonly string[]): void {
    ending = new AbortController();
    const { signal } = ending;
    const queue = [...cameraIds];
    job = { state: 'running', startedAt: now(), total: queue.length, done: 0, results: [] };
    running = Promise.all(Array.from({ length: AT_ONCE }, () => work(queue, signal))).then(() => {
      job = { ...job, state: signal.aborted ? 'cancelled' : 'done' };
      running = undefined;
      const { total, done } = job;
      log.info({ total, done }, signal.aborted ? 'security check cancelled' : 'security check done');
      changed();
    });
    changed();
  }

  return {
    state: (): SecurityJob => ({ ...job, progress: job.total === 0 ? 0 : job.done / job.total }),
    /** Returns what begins it, in the same turn. Throws `camera.check_running` while one runs. */
    prepare(cameraIds: readonly string[]): () => void {
      if (running) throw new AppError('camera.check_running');
      return () => begin(cameraIds);
    },
    /** Ends the one that runs; resolves when it has ended. What was checked stays. */
    async cancel(): Promise<void> {
      ending.abort(new Error('cancelled'));
      await running;
    },
    settled: async (): Promise<void> => running,
  };
}
