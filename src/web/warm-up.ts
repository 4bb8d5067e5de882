/** A pause between two pieces of work, in which everything else has its turn (ms). */
const PAUSE_MS = 20;

export interface WarmUp {
  /** Notes what a route will need; `work` must bear being called when it has been done already. */
  add(url: string, work: () => void): void;
  /** The routes at this URL are made ready after the start. */
  urgent(url: string): void;
  /** Does what is urgent, a piece a turn; the function returned gives up what is left. */
  start(): () => void;
}

/**
 * Validators and serialisers are compiled when a route is first asked, some milliseconds each, the first some twenty,
 * which load the compiler. The first emergency after a power cut must not be what pays for that, so it and “stop all”
 * are made ready while nobody waits. The others are not: each is soon made, and all of them weigh 9 MB.
 */
export function createWarmUp(): WarmUp {
  const noted: { url: string; work: () => void }[] = [];
  const urgent = new Set<string>();
  return {
    add: (url, work) => void noted.push({ url, work }),
    urgent: (url) => void urgent.add(url),
    start() {
      const queue = noted.filter(({ url }) => urgent.has(url));
      let timer: NodeJS.Timeout | undefined;
      const next = () => {
        queue.shift()?.work();
        timer = queue.length > 0 ? setTimeout(next, PAUSE_MS).unref() : undefined;
      };
      timer = setTimeout(next, PAUSE_MS).unref();
      return () => clearTimeout(timer);
    },
  };
}
