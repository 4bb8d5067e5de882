import { QueryClient } from '@tanstack/react-query';
import { ApiError, http } from './http.ts';

/**
 * Live events refresh what is shown, so nothing is asked again and again: that would also keep the session of an
 * unattended PC from ever ending.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      refetchOnWindowFocus: true,
      // A refusal stays a refusal; only an unreachable or failing station is worth another try.
      retry: (count, error) =>
        count < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 502),
      retryDelay: (count) => 500 * 2 ** count,
    },
    mutations: { retry: false },
  },
});

http.onSignedOut = () => void queryClient.invalidateQueries({ queryKey: ['session'] });
