import { Button } from '@mantine/core';
import { CopyLine } from '../../components/copy-line.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Notice } from '../../components/notice.tsx';
import { useText } from '../../i18n/index.ts';
import type { Handover } from './users-page.tsx';

export function OneTimePassword({ name, password, onClose }: Handover & { onClose: () => void }) {
  const { t } = useText();
  return (
    <Dialog opened onClose={onClose} title={t('users.oneTimeTitle', { name })} ownButtonOnly>
      <div className="column">
        <Notice tone="warn">{t('users.oneTimeNote')}</Notice>
        <CopyLine label={t('signIn.password')} value={password} />
        <div className="dialog-actions">
          <Button onClick={onClose}>{t('common.done')}</Button>
        </div>
      </div>
    </Dialog>
  );
}
