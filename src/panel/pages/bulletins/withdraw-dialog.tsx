import type { Bulletin } from '../../../broadcast/schemas.ts';
import { usePlansOf } from '../../api/playouts.ts';
import { Confirm } from '../../components/dialog.tsx';
import { useText } from '../../i18n/index.ts';

interface Props {
  bulletin: Bulletin;
  onClose: () => void;
  onConfirm: () => void;
  busy: boolean;
}

/** Asks before an approval is given up: every planned playout hangs on it, and coming back takes a second person. */
export function WithdrawDialog({ bulletin, onClose, onConfirm, busy }: Props) {
  const { t } = useText();
  const plans = usePlansOf(bulletin.id);
  return (
    <Confirm
      opened
      onClose={onClose}
      title={t('bulletins.withdrawTitle')}
      verb={t('bulletins.withdraw')}
      onConfirm={onConfirm}
      busy={busy}
    >
      {plans.data !== undefined && plans.data.length > 0 && (
        <p className="strong">{t('bulletins.withdrawPlans', { count: plans.data.length })}</p>
      )}
      <p>{t('bulletins.withdrawText')}</p>
    </Confirm>
  );
}
