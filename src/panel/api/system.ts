import { useQuery } from '@tanstack/react-query';
import type { Static } from 'typebox';
import type { BackupList, BackupStatus, Health } from '../../system/schemas.ts';
import type { Addresses } from '../editor-routes.ts';
import { http } from './http.ts';
import { useWrite } from './reading.ts';

export function useHealth() {
  return useQuery({
    queryKey: ['system', 'health'],
    queryFn: ({ signal }) => http.get<Health>('/api/system/health', {}, signal),
  });
}

export interface StationCertificate {
  /** SHA-256 of the station's CA, `AB:CD:…`. */
  caFingerprint: string;
  fingerprint: string;
  /** UTC milliseconds. */
  expiresAt: number;
  /** Where the CA is handed out: the file itself, and the page that explains it. */
  file: string;
  page: string;
}

export function useCertificate() {
  return useQuery({
    queryKey: ['system', 'certificate'],
    queryFn: ({ signal }) => http.get<StationCertificate>('/api/certificate', {}, signal),
  });
}

export function useBackupStatus() {
  return useQuery({
    queryKey: ['system', 'backup'],
    queryFn: ({ signal }) => http.get<Static<typeof BackupStatus>>('/api/system/backup', {}, signal),
    refetchInterval: ({ state }) => (state.data?.running ? 1000 : false),
  });
}

export function useBackups(enabled: boolean) {
  return useQuery({
    queryKey: ['system', 'backups'],
    queryFn: ({ signal }) => http.get<Static<typeof BackupList>>('/api/system/backups', {}, signal),
    select: (answer) => answer.items,
    enabled,
  });
}

export const useAcceptClock = () =>
  useWrite(() => http.post<void>('/api/system/clock'), ['system', 'session', 'today', 'alerts']);

export const useStartBackup = () => useWrite(() => http.post<unknown>('/api/system/backup'), ['system']);

export const useNewRecoveryCode = () =>
  useWrite((pin: string) => http.post<{ code: string }>('/api/system/recovery-code', { pin }), ['system']);

export function useAddresses() {
  return useQuery({
    queryKey: ['system', 'addresses'],
    queryFn: ({ signal }) => http.get<Addresses>('/api/panel/addresses', {}, signal),
  });
}
