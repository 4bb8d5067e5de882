import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useState } from 'react';
import type { SessionAnswer, Setup } from '../../web/identity/schemas.ts';
import type { Right } from '../../web/roles.ts';
import { http } from './http.ts';
import { live } from './refresh.ts';

const KEY = ['session'];

export type SessionUser = NonNullable<SessionAnswer['user']>;

/** How far this browser's clock is off the station's, in milliseconds: a commune's PC is often wrong. */
let clockOffset = 0;

async function fetchSession(): Promise<SessionAnswer> {
  const asked = Date.now();
  const session = await http.get<SessionAnswer>('/api/session');
  clockOffset = session.clock.now - (asked + Date.now()) / 2;
  http.csrf = session.csrf;
  return session;
}

export function useSession() {
  return useQuery({ queryKey: KEY, queryFn: fetchSession, refetchInterval: 30_000, staleTime: 10_000 });
}

/** Whose pages these are. They stay when the session ends by itself, so it is not simply the session's user. */
export const UserContext = createContext<SessionUser | null>(null);

/** The person whose pages these are; only within the shell. */
export function useUser(): SessionUser {
  const user = use(UserContext);
  if (!user) throw new Error('nobody is signed in');
  return user;
}

/** Whether the person may do this. */
export function useRight(right: Right): boolean {
  return useUser().rights.includes(right);
}

/** The station's time, UTC milliseconds. */
export function stationNow(): number {
  return Date.now() + clockOffset;
}

/** The station's time, ticking. */
export function useNow(everyMs = 10_000): number {
  const [now, setNow] = useState(stationNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(stationNow()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

/** A write that answers with the session as it now is; the other tabs follow. */
function useSessionWrite<V>(write: (variables: V) => Promise<SessionAnswer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: write,
    onSuccess: (session) => {
      http.csrf = session.csrf;
      client.setQueryData(KEY, session);
      live.announce('session');
    },
  });
}

export const useSignIn = () =>
  useSessionWrite((body: { username: string; password: string }) => http.post('/api/session', body));

/** Leaves nothing of the session in memory: the page is loaded anew, in every tab. */
export const useSignOut = () =>
  useMutation({
    mutationFn: () => http.delete<void>('/api/session'),
    onSuccess: () => {
      live.announce('signedOut');
      location.assign('/');
    },
  });

export const useFirstAccount = () => useSessionWrite((body: Setup) => http.post('/api/setup', body));

export const useChangePassword = () =>
  useSessionWrite((body: { current: string; password: string }) => http.post('/api/session/password', body));

export const useChangePin = () =>
  useSessionWrite((body: { password: string; pin: string }) => http.post('/api/session/pin', body));
