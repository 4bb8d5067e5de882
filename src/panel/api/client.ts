import { QueryClient } from '@tanstack/react-query';
import { isUnattended } from './attention.ts';
import { ApiError, http } from './http.ts';

/**
 * Live events refresh what is shown, so hardly anything is asked again and again. The network mode is `always`: what
 * the browser thinks of its Internet says nothing about the station, which may be this very machine; and an order is
 * sent now or fails, never kept for later.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: 'always',
      staleTime: 60_000,
      refetchOnWindowFocus: true,
      // A refusal stays a refusal; only an unreachable or failing station is worth another try.
      retry: (count, error) =>
        count < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 502),
      retryDelay: (count) => 500 * 2 ** count,
    },
    mutations: { networkMode: 'always', retry: false, gcTime: 0 },
  },
});

http.onSignedOut = () => void queryClient.invalidateQueries({ queryKey: ['session'] });
http.isUnattended = isUnattended;
