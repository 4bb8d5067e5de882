import { queryClient } from './client.ts';
import { type Change, Live } from './live.ts';

/** What the page *Hôm nay* is made of. */
const TODAY_TOPICS = ['playouts', 'schedules', 'bulletins', 'alerts', 'speakers'];
/** 500 speakers that come back after a power cut are one refresh a second, not 500. */
const PAUSE_MS = 1000;

const pending = new Map<string, Set<string | undefined>>();
let timer: ReturnType<typeof setTimeout> | undefined;

function refresh({ topic, id }: Change): void {
  const ids = pending.get(topic) ?? new Set();
  pending.set(topic, ids.add(id));
  if (timer === undefined) flush();
}

function flush(): void {
  timer = undefined;
  if (pending.size === 0) return;
  const changes = new Map(pending);
  pending.clear();
  for (const [topic, ids] of changes) {
    void queryClient.invalidateQueries({
      queryKey: [topic],
      // A key is [topic, 'one', id] or [topic, …]: other single items have not changed.
      predicate: ({ queryKey: [, part, id] }) =>
        part !== 'one' || ids.has(undefined) || ids.has(id as string),
    });
  }
  if (TODAY_TOPICS.some((topic) => changes.has(topic))) {
    void queryClient.invalidateQueries({ queryKey: ['today'] });
  }
  timer = setTimeout(flush, PAUSE_MS);
}

/** The browser's event stream, wired to what is on the screen. */
export const live = new Live({
  changed: refresh,
  resumed: () => void queryClient.invalidateQueries(),
  session: () => void queryClient.invalidateQueries({ queryKey: ['session'] }),
  signedOut: () => location.assign('/'),
});
