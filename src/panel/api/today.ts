import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Today } from '../../broadcast/schemas.ts';
import { localDay } from '../../clock.ts';
import { http } from './http.ts';
import { useNow } from './session.ts';

/** Everything that the page *Hôm nay*, the top bar and the banners show; refreshed by any change on the air. */
export function useToday() {
  const day = localDay(useNow(30_000));
  return useQuery({
    // The day is part of the key, so that a screen left on overnight shows the new day.
    queryKey: ['today', day],
    queryFn: ({ signal }) => http.get<Today>('/api/today', {}, signal),
    placeholderData: keepPreviousData,
  });
}
