import { Button, Menu } from '@mantine/core';
import {
  IconArrowBackUp,
  IconCalendarPlus,
  IconCheck,
  IconDots,
  IconPlayerPlay,
  IconSend,
} from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Bulletin, BulletinDetail } from '../../../broadcast/schemas.ts';
import { type BulletinDeed, useBulletinStep } from '../../api/bulletins.ts';
import { useRight, useUser } from '../../api/session.ts';
import { Confirm } from '../../components/dialog.tsx';
import { useErrorText } from '../../components/error-text.ts';
import { useToast } from '../../components/toast.ts';
import { useText } from '../../i18n/index.ts';
import { PlayDialog } from './play-dialog.tsx';
import { ReturnDialog } from './return-dialog.tsx';
import { WithdrawDialog } from './withdraw-dialog.tsx';

interface Props {
  /** Undefined while it has never been saved. */
  bulletin: BulletinDetail | undefined;
  isChanged: boolean;
  /** Stores what is on the screen; undefined where that failed. */
  save: () => Promise<Bulletin | undefined>;
}

/** The steps of the approval, as far as state and role allow them. */
export function BulletinActions({ bulletin, isChanged, save }: Props) {
  const { t } = useText();
  const toast = useToast();
  const errorText = useErrorText();
  const step = useBulletinStep();
  const user = useUser();
  const mayReturn = useRight('bulletin.approve');
  const [dialog, setDialog] = useState<'return' | 'withdraw' | 'archive' | 'play'>();
  const close = () => setDialog(undefined);
  const state = isChanged ? 'draft' : (bulletin?.state ?? 'draft');

  const take = (deed: BulletinDeed, at: Pick<Bulletin, 'id' | 'version'>) =>
    step.mutate(
      { id: at.id, deed, version: at.version },
      {
        onSuccess: () => {
          close();
          toast(t(`bulletins.did.${deed}`));
        },
        onError: (error) => toast(errorText(error), true),
      },
    );
  const submit = async () => {
    const stored = isChanged || !bulletin ? await save() : bulletin;
    if (!stored) return;
    // Saving a new bulletin moves on to its own page: this component is gone by then, and its callbacks with it.
    try {
      await step.mutateAsync({ id: stored.id, deed: 'submit', version: stored.version });
      toast(t('bulletins.did.submit'));
    } catch (error) {
      toast(errorText(error), true);
    }
  };

  const mayWithdraw = bulletin && (bulletin.authorId === user.id || mayReturn);
  const busy = step.isPending;
  return (
    <>
      {(state === 'draft' || state === 'returned') && (
        <Button leftSection={<IconSend size={20} aria-hidden />} onClick={() => void submit()} loading={busy}>
          {t('bulletins.submit')}
        </Button>
      )}
      {state === 'submitted' && mayReturn && (
        <Button
          variant="default"
          leftSection={<IconArrowBackUp size={20} aria-hidden />}
          onClick={() => setDialog('return')}
        >
          {t('bulletins.return')}
        </Button>
      )}
      {bulletin && state === 'submitted' && bulletin.mayApprove && (
        <Button
          leftSection={<IconCheck size={20} aria-hidden />}
          onClick={() => take('approve', bulletin)}
          loading={busy}
        >
          {t('bulletins.approve')}
        </Button>
      )}
      {bulletin && state === 'approved' && (
        <>
          <Button
            component={Link}
            href={`/schedules/new?bulletin=${bulletin.id}`}
            variant="default"
            leftSection={<IconCalendarPlus size={20} aria-hidden />}
          >
            {t('bulletins.schedule')}
          </Button>
          <Button leftSection={<IconPlayerPlay size={20} aria-hidden />} onClick={() => setDialog('play')}>
            {t('bulletins.playNow')}
          </Button>
        </>
      )}
      {bulletin && !isChanged && bulletin.state !== 'archived' && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" px="sm" aria-label={t('bulletins.moreActions')}>
              <IconDots size={22} aria-hidden />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {mayWithdraw && state === 'submitted' && (
              <Menu.Item onClick={() => take('withdraw', bulletin)}>{t('bulletins.withdraw')}</Menu.Item>
            )}
            {mayWithdraw && state === 'approved' && (
              <Menu.Item onClick={() => setDialog('withdraw')}>{t('bulletins.withdraw')}</Menu.Item>
            )}
            <Menu.Item onClick={() => setDialog('archive')}>{t('bulletins.archive')}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      {bulletin && (
        <>
          {dialog === 'return' && <ReturnDialog bulletin={bulletin} onClose={close} />}
          {dialog === 'play' && <PlayDialog bulletin={bulletin} onClose={close} />}
          {dialog === 'withdraw' && (
            <WithdrawDialog
              bulletin={bulletin}
              onClose={close}
              onConfirm={() => take('withdraw', bulletin)}
              busy={busy}
            />
          )}
          <Confirm
            opened={dialog === 'archive'}
            onClose={close}
            title={t('bulletins.archiveTitle')}
            verb={t('bulletins.archive')}
            onConfirm={() => take('archive', bulletin)}
            busy={busy}
          >
            {t('bulletins.archiveText')}
          </Confirm>
        </>
      )}
    </>
  );
}
