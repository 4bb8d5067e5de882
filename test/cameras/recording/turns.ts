import { createHook, executionAsyncResource } from 'node:async_hooks';
import { performance } from 'node:perf_hooks';

/**
 * Watches how much the main thread works in one go: a callback, and the promises that go on behind it. Counted is the
 * time that it has had a processor for: what others on a busy machine or its disk take does not change it. The function
 * returned ends it and says the longest, ms, and how many there were.
 */
export function watchTurns(): () => { longestMs: number; turns: number } {
  let depth = 0;
  let began: NodeJS.CpuUsage = process.threadCpuUsage();
  let idleBefore = -1;
  let longestMs = 0;
  let turns = 0;
  const hook = createHook({
    before() {
      depth += 1;
      if (depth > 1) return;
      const idle = performance.nodeTiming.idleTime;
      // Promises belong to the turn that has settled them, unless the loop has waited in between.
      if (executionAsyncResource() instanceof Promise && idle === idleBefore) return;
      idleBefore = idle;
      turns += 1;
      began = process.threadCpuUsage();
    },
    after() {
      depth -= 1;
      if (depth > 0) return;
      const { user, system } = process.threadCpuUsage(began);
      longestMs = Math.max(longestMs, (user + system) / 1_000);
    },
  });
  hook.enable();
  return () => {
    hook.disable();
    return { longestMs, turns };
  };
}
