import { useQuery } from '@tanstack/react-query';
import type { NewUser, User, UserPatch, UserWithPassword } from '../../web/identity/schemas.ts';
import { http } from './http.ts';
import { fetchAll, useWrite } from './reading.ts';

const path = (id: string, part = '') => `/api/users/${encodeURIComponent(id)}${part}`;

export function useUsers() {
  return useQuery({
    queryKey: ['users'],
    queryFn: ({ signal }) => fetchAll<User>('/api/users', {}, signal),
  });
}

export const useAddUser = () =>
  useWrite((body: NewUser) => http.post<UserWithPassword>('/api/users', body), ['users']);

export const useUpdateUser = () =>
  useWrite(
    ({ id, ...body }: UserPatch & { id: string }) => http.patch<UserWithPassword>(path(id), body),
    ['users'],
  );

export const useEndSessions = () =>
  useWrite((id: string) => http.delete<void>(path(id, '/sessions')), ['users']);
