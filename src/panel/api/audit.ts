import { useMutation } from '@tanstack/react-query';
import type { AuditCheck, AuditItem } from '../../web/audit-schemas.ts';
import { http } from './http.ts';
import { usePages } from './reading.ts';

export interface AuditFilter {
  actor?: string;
  action?: string;
  target?: string;
  from?: number;
  to?: number;
}

export function useAudit(filter: AuditFilter) {
  return usePages<AuditItem>(['audit', 'list'], '/api/audit', { ...filter });
}

/** Every row since the first is read for it. */
const VERIFY_LIMIT_MS = 120_000;

export const useVerifyAudit = () =>
  useMutation({
    mutationFn: () => http.get<AuditCheck>('/api/audit/verify', {}, undefined, VERIFY_LIMIT_MS),
  });
