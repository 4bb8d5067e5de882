import { Button } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { User } from '../../../web/identity/schemas.ts';
import { useUser } from '../../api/session.ts';
import { useUsers } from '../../api/users.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import { When } from '../../components/when.tsx';
import { useText } from '../../i18n/index.ts';
import { OneTimePassword } from './one-time-password.tsx';
import { UserDialog } from './user-dialog.tsx';
import { UserMenu } from './user-menu.tsx';

/** A password that was made just now, to be handed over. */
export interface Handover {
  name: string;
  password: string;
}

export default function UsersPage() {
  const { t } = useText();
  const users = useUsers();
  const [edited, setEdited] = useState<User | 'new'>();
  const [handover, setHandover] = useState<Handover>();
  return (
    <>
      <PageHeader
        title={t('users.title')}
        actions={
          <Button leftSection={<IconUserPlus size={20} aria-hidden />} onClick={() => setEdited('new')}>
            {t('users.add')}
          </Button>
        }
      >
        {t('users.note')}
      </PageHeader>
      <QueryView query={users} lineHeight={76}>
        {(items) => (
          <ul className="rows">
            {items.map((user) => (
              <UserRow key={user.id} user={user} onEdit={() => setEdited(user)} onHandover={setHandover} />
            ))}
          </ul>
        )}
      </QueryView>
      {edited && (
        <UserDialog
          user={edited === 'new' ? undefined : edited}
          onClose={() => setEdited(undefined)}
          onHandover={setHandover}
        />
      )}
      {handover && <OneTimePassword {...handover} onClose={() => setHandover(undefined)} />}
    </>
  );
}

interface UserRowProps {
  user: User;
  onEdit: () => void;
  onHandover: (handover: Handover) => void;
}

function UserRow({ user, onEdit, onHandover }: UserRowProps) {
  const { t } = useText();
  const self = useUser();
  return (
    <li className="rows-item">
      <span className="grow column-tight">
        <span className="strong">
          {user.name} {user.id === self.id && `(${t('users.you')})`}
        </span>
        <span className="muted small">
          {user.username} · {t(`roles.${user.role}`)} ·{' '}
          {user.lastSignInAt === null ? (
            t('users.never')
          ) : (
            <>
              {t('users.lastSignIn')} <When at={user.lastSignInAt} />
            </>
          )}
          {user.sessions > 0 && ` · ${t('users.sessions', { count: user.sessions })}`}
        </span>
        <span className="row-wrap">
          {user.disabled && <StatusPill tone="neutral">{t('users.disabled')}</StatusPill>}
          {user.lockedUntil !== null && (
            <StatusPill tone="warn">
              {t('users.lockedUntil')}
              <When at={user.lockedUntil} show="relative" />
            </StatusPill>
          )}
          {user.pinLockedUntil !== null && (
            <StatusPill tone="warn">
              {t('users.pinLockedUntil')}
              <When at={user.pinLockedUntil} show="relative" />
            </StatusPill>
          )}
          {user.mustChangePassword && <StatusPill tone="info">{t('users.oneTime')}</StatusPill>}
          {!user.hasPin && (user.role === 'admin' || user.role === 'approver') && (
            <StatusPill tone="warn">{t('users.noPin')}</StatusPill>
          )}
        </span>
      </span>
      <UserMenu user={user} onEdit={onEdit} onHandover={onHandover} />
    </li>
  );
}
