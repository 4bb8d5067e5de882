export interface News {
  id: number;
  message: string;
  isBad: boolean;
}

/** What is in the corner now: told from anywhere, also by what has left the page since. */
let news: readonly News[] = [];
let lastId = 0;
const watchers = new Set<() => void>();

function put(next: readonly News[]): void {
  news = next;
  for (const watcher of watchers) watcher();
}

export const shownNews = (): readonly News[] => news;

/** For useSyncExternalStore. */
export function watchNews(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

export function dismiss(id: number): void {
  put(news.filter((other) => other.id !== id));
}

function show(message: string, isBad = false): void {
  lastId += 1;
  put([...news, { id: lastId, message, isBad }]);
}

/** Says in a corner that something is done, or, with `isBad`, why it is not; read out by screen readers. */
export function useToast(): (message: string, isBad?: boolean) => void {
  return show;
}
