/** Jobs with the same key run once; whoever asks meanwhile shares the result. */
export interface RenderQueue<T> {
  /**
   * Runs `work` under `key`, or joins the job that is under way. The job is aborted when everybody who waits
   * for it has gone.
   */
  run(
    key: string,
    urgent: boolean,
    work: (signal: AbortSignal) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T>;
  /** Aborts everything and waits until it has ended. */
  close(): Promise<void>;
}

interface Job<T> {
  urgent: boolean;
  waiting: number;
  controller: AbortController;
  promise: Promise<T>;
  start: () => void;
  started: boolean;
}

/**
 * At most `slots` jobs at a time, urgent ones first. One more slot is open to urgent jobs only, so that an
 * emergency never waits for a long bulletin to be rendered.
 */
export function createRenderQueue<T>(slots: number): RenderQueue<T> {
  const joinable = new Map<string, Job<T>>();
  const open = new Set<Job<T>>();

  function next(): void {
    let running = [...open].filter((job) => job.started).length;
    const waiting = [...open].filter((job) => !job.started);
    waiting.sort((a, b) => Number(b.urgent) - Number(a.urgent));
    for (const job of waiting) {
      if (running >= slots + (job.urgent ? 1 : 0)) continue;
      job.started = true;
      running++;
      job.start();
    }
  }

  function create(key: string, urgent: boolean, work: (signal: AbortSignal) => Promise<T>): Job<T> {
    const controller = new AbortController();
    const turn = Promise.withResolvers<void>();
    controller.signal.addEventListener('abort', () => turn.reject(controller.signal.reason), { once: true });
    const promise = turn.promise
      .then(() => work(controller.signal))
      .finally(() => {
        open.delete(job);
        forget(key, job);
        next();
      });
    // Those who wait see the failure; when they have all left nobody does.
    promise.catch(() => {});
    const job: Job<T> = { urgent, waiting: 0, controller, promise, start: turn.resolve, started: false };
    joinable.set(key, job);
    open.add(job);
    next();
    return job;
  }

  function forget(key: string, job: Job<T>): void {
    if (joinable.get(key) === job) joinable.delete(key);
  }

  return {
    async run(key, urgent, work, signal) {
      signal?.throwIfAborted();
      const shared = joinable.get(key) ?? create(key, urgent, work);
      shared.waiting++;
      const left = Promise.withResolvers<never>();
      const leave = () => {
        left.reject(signal?.reason);
        shared.waiting--;
        if (shared.waiting > 0) return;
        // Whoever asks from now on starts anew instead of joining a job that is dying.
        forget(key, shared);
        shared.controller.abort(signal?.reason);
      };
      signal?.addEventListener('abort', leave, { once: true });
      try {
        return await Promise.race([shared.promise, left.promise]);
      } finally {
        signal?.removeEventListener('abort', leave);
      }
    },
    async close() {
      const jobs = [...open];
      for (const job of jobs) job.controller.abort(new Error('the station is closing'));
      await Promise.allSettled(jobs.map((job) => job.promise));
    },
  };
}
