import { type QueryKey, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import type { PageOf } from '../../web/paging.ts';
import { http } from './http.ts';

type Query = Record<string, string | number | boolean | null | undefined>;

const PAGE = 50;
/** For lists that are shown or counted whole: as much as the station gives at once. */
const LARGE_PAGE = 200;

/** A paged list, 50 at a time; `items` holds all pages fetched so far. */
export function usePages<T>(key: QueryKey, path: string, query: Query = {}, enabled = true) {
  const pages = useInfiniteQuery({
    queryKey: [...key, query],
    queryFn: ({ pageParam, signal }) =>
      http.get<PageOf<T>>(path, { ...query, limit: PAGE, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    enabled,
    placeholderData: (previous) => previous,
  });
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  return { ...pages, items, total: pages.data?.pages[0]?.total };
}

/** Every item of a paged list. */
export async function fetchAll<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T[]> {
  const items: T[] = [];
  let after: string | null = null;
  do {
    const page: PageOf<T> = await http.get(path, { ...query, limit: LARGE_PAGE, after }, signal);
    items.push(...page.items);
    after = page.next;
  } while (after !== null);
  return items;
}

/** A write, after which everything of these topics is fetched again. */
export function useWrite<V, R>(write: (variables: V) => Promise<R>, topics: string[]) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: write,
    onSuccess: () => {
      for (const topic of topics) void client.invalidateQueries({ queryKey: [topic] });
    },
  });
}

/** A deletion: as a write, but nobody asks again for the single item, which is gone. */
export function useRemoval(remove: (id: string) => Promise<void>, topics: string[]) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: remove,
    onSuccess: () => {
      for (const topic of topics) {
        void client.invalidateQueries({
          queryKey: [topic],
          predicate: ({ queryKey }) => queryKey[1] !== 'one',
        });
      }
    },
  });
}
