import { ActionIcon, Menu } from '@mantine/core';
import { IconDotsVertical } from '@tabler/icons-react';
import { useState } from 'react';
import { useRemoveChime } from '../../../api/chimes.ts';
import { Confirm } from '../../../components/dialog.tsx';
import { useToast } from '../../../components/toast.ts';
import { useText } from '../../../i18n/index.ts';
import { ChimeNameDialog } from './chime-name-dialog.tsx';

/** What can be done with a chime. The station refuses to remove one that something still plays, and says what. */
export function ChimeMenu({ id, name }: { id: string; name: string }) {
  const { t } = useText();
  const toast = useToast();
  const remove = useRemoveChime();
  const [open, setOpen] = useState<'rename' | 'remove'>();
  const close = () => {
    setOpen(undefined);
    remove.reset();
  };
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" size={44} aria-label={t('chimes.actions', { name })}>
            <IconDotsVertical size={22} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setOpen('rename')}>{t('chimes.rename')}</Menu.Item>
          <Menu.Item onClick={() => setOpen('remove')}>{t('chimes.remove')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {open === 'rename' && <ChimeNameDialog id={id} name={name} onClose={close} />}
      <Confirm
        opened={open === 'remove'}
        onClose={close}
        title={t('chimes.removeTitle', { name })}
        verb={t('chimes.remove')}
        onConfirm={() =>
          remove.mutate(id, {
            onSuccess: () => {
              close();
              toast(t('chimes.removed', { name }));
            },
          })
        }
        busy={remove.isPending}
        error={remove.error}
      >
        {t('chimes.removeText')}
      </Confirm>
    </>
  );
}
