import { Link } from 'wouter';
import type { BulletinDetail } from '../../../broadcast/schemas.ts';
import { useRight, useUser } from '../../api/session.ts';
import { Notice } from '../../components/notice.tsx';
import { When } from '../../components/when.tsx';
import { useText } from '../../i18n/index.ts';

/** Where the bulletin stands and whose turn it is. */
export function BulletinNotices({ bulletin, isChanged }: { bulletin: BulletinDetail; isChanged: boolean }) {
  const { t } = useText();
  const user = useUser();
  const mayChangeRules = useRight('settings.write');
  const { state, mayApprove, returnReason, approvedByName, approvedAt } = bulletin;
  if (state === 'returned') {
    return (
      <Notice tone="bad" title={t('bulletins.returned')}>
        {returnReason}
      </Notice>
    );
  }
  if (state === 'submitted' && mayApprove) return <Notice tone="warn">{t('bulletins.yourTurn')}</Notice>;
  if (state === 'submitted') {
    const isOwn = bulletin.authorId === user.id;
    return (
      <Notice tone="info">
        {t(isOwn ? 'bulletins.othersTurn' : 'bulletins.waiting')}
        {isOwn && mayChangeRules && (
          <>
            {' '}
            {t('bulletins.alone')} <Link href="/settings/broadcast">{t('bulletins.aloneLink')}</Link>
          </>
        )}
      </Notice>
    );
  }
  if (state === 'approved') {
    return (
      <Notice tone={isChanged ? 'warn' : 'good'}>
        {isChanged ? (
          t('bulletins.editApproved')
        ) : (
          <>
            {t('bulletins.approvedBy', { name: approvedByName ?? '' })}
            {approvedAt !== null && (
              <>
                {' '}
                · <When at={approvedAt} />
              </>
            )}
          </>
        )}
      </Notice>
    );
  }
  return null;
}
