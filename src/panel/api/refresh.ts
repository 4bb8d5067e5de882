import { queryClient } from './client.ts';
import { type Change, Live } from './live.ts';
import { Pace } from './pace.ts';

/** What the page *Hôm nay* is made of. */
const TODAY_TOPICS = ['playouts', 'schedules', 'bulletins', 'alerts', 'speakers'];
/** 500 speakers that come back after a power cut are one refresh a second, not 500. */
const SOON = { shortestMs: 1_000, longestMs: 1_000 };
/** Their lists are long, and a speaker on a bad line changes every few seconds for hours. */
const UNHURRIED = { shortestMs: 1_000, longestMs: 8_000 };
const RESTLESS_TOPICS = ['speakers', 'cameras', 'devices', 'alerts'];

const today = new Pace(() => void queryClient.invalidateQueries({ queryKey: ['today'] }), SOON);
const cameraSummary = new Pace(
  () => void queryClient.invalidateQueries({ queryKey: ['camera-summary'] }),
  UNHURRIED,
);
const paces = new Map<string, Pace>();

function paceOf(topic: string): Pace {
  const known = paces.get(topic);
  if (known) return known;
  const pace = new Pace(
    (ids) =>
      void queryClient.invalidateQueries({
        queryKey: [topic],
        // A key is [topic, 'one', id] or [topic, …]: other single items have not changed.
        predicate: ({ queryKey: [, part, id] }) =>
          part !== 'one' || ids.has(undefined) || ids.has(id as string),
      }),
    RESTLESS_TOPICS.includes(topic) ? UNHURRIED : SOON,
  );
  paces.set(topic, pace);
  return pace;
}

function refresh({ topic, id }: Change): void {
  paceOf(topic).note(id);
  if (TODAY_TOPICS.includes(topic)) today.note(undefined);
  if (topic === 'cameras' || topic === 'alerts') cameraSummary.note(undefined);
}

/** The browser's event stream, wired to what is on the screen. */
export const live = new Live({
  changed: refresh,
  resumed: () => void queryClient.invalidateQueries(),
  session: () => void queryClient.invalidateQueries({ queryKey: ['session'] }),
  signedOut: () => location.assign('/'),
});
