import { AppError } from '../../errors.ts';
import type { BulletinState } from './schemas.ts';

export type BulletinAction = 'edit' | 'submit' | 'approve' | 'return' | 'withdraw' | 'archive';

/**
 * draft → submitted → approved, or returned with a reason; archived in the end. An edit makes a new version,
 * which nobody has approved: it is a draft again.
 */
const TABLE: Readonly<Record<BulletinState, Partial<Record<BulletinAction, BulletinState>>>> = {
  draft: { edit: 'draft', submit: 'submitted', archive: 'archived' },
  returned: { edit: 'draft', submit: 'submitted', archive: 'archived' },
  submitted: {
    edit: 'draft',
    approve: 'approved',
    return: 'returned',
    withdraw: 'draft',
    archive: 'archived',
  },
  approved: { edit: 'draft', return: 'returned', withdraw: 'draft', archive: 'archived' },
  archived: {},
};

const NAMES: Readonly<Record<BulletinState, readonly [vi: string, en: string]>> = {
  draft: ['nháp', 'draft'],
  submitted: ['chờ duyệt', 'submitted'],
  approved: ['đã duyệt', 'approved'],
  returned: ['trả lại', 'returned'],
  archived: ['đã lưu trữ', 'archived'],
};

/** The state after an action; throws `bulletin.wrong_state` where it cannot be done. */
export function after(state: BulletinState, action: BulletinAction): BulletinState {
  const next = TABLE[state][action];
  if (next) return next;
  const [vi, en] = NAMES[state];
  throw new AppError('bulletin.wrong_state', { state: vi, stateEn: en });
}
