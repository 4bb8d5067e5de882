import { ActionIcon, Menu } from '@mantine/core';
import { IconDotsVertical } from '@tabler/icons-react';
import { useState } from 'react';
import type { User } from '../../../web/identity/schemas.ts';
import { useUser } from '../../api/session.ts';
import { useEndSessions, useUpdateUser } from '../../api/users.ts';
import { Confirm } from '../../components/dialog.tsx';
import { useToast } from '../../components/toast.ts';
import { useText } from '../../i18n/index.ts';
import type { Handover } from './users-page.tsx';

interface Props {
  user: User;
  onEdit: () => void;
  onHandover: (handover: Handover) => void;
}

/** What an administrator does with an account. */
export function UserMenu({ user, onEdit, onHandover }: Props) {
  const { t } = useText();
  const toast = useToast();
  const self = useUser();
  const update = useUpdateUser();
  const end = useEndSessions();
  const [asking, setAsking] = useState<'reset' | 'disable'>();
  const { id, name } = user;
  const close = () => {
    setAsking(undefined);
    update.reset();
  };

  const reset = () =>
    update.mutate(
      { id, reset: true },
      {
        onSuccess: ({ oneTimePassword }) => {
          close();
          if (oneTimePassword) onHandover({ name, password: oneTimePassword });
        },
      },
    );
  const setDisabled = (disabled: boolean) => update.mutate({ id, disabled }, { onSuccess: close });
  const isLocked = user.lockedUntil !== null || user.pinLockedUntil !== null;
  const unlock = () =>
    update.mutate({ id, unlock: true }, { onSuccess: () => toast(t('users.unlockDone', { name })) });
  const endSessions = () =>
    end.mutate(id, {
      onSuccess: () => toast(t('users.endSessionsDone', { name })),
    });
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" size={44} aria-label={t('users.actions', { name })}>
            <IconDotsVertical size={22} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={onEdit}>{t('users.edit')}</Menu.Item>
          <Menu.Item onClick={() => setAsking('reset')}>{t('users.reset')}</Menu.Item>
          {isLocked && id !== self.id && <Menu.Item onClick={unlock}>{t('users.unlock')}</Menu.Item>}
          {user.sessions > 0 && <Menu.Item onClick={endSessions}>{t('users.endSessions')}</Menu.Item>}
          {user.disabled ? (
            <Menu.Item onClick={() => setDisabled(false)}>{t('users.enable')}</Menu.Item>
          ) : (
            id !== self.id && <Menu.Item onClick={() => setAsking('disable')}>{t('users.disable')}</Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <Confirm
        opened={asking === 'reset'}
        onClose={close}
        title={t('users.resetTitle', { name })}
        verb={t('users.reset')}
        onConfirm={reset}
        busy={update.isPending}
        error={update.error}
      >
        {t('users.resetText')}
      </Confirm>
      <Confirm
        opened={asking === 'disable'}
        onClose={close}
        title={t('users.disableTitle', { name })}
        verb={t('users.disable')}
        onConfirm={() => setDisabled(true)}
        busy={update.isPending}
        error={update.error}
      >
        {t('users.disableText')}
      </Confirm>
    </>
  );
}
