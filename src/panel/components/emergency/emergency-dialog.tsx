import { useMediaQuery } from '@mantine/hooks';
import { useState } from 'react';
import { useText } from '../../i18n/index.ts';
import { Dialog } from '../dialog.tsx';
import { EmergencyForm } from './emergency-form.tsx';
import { EmergencyResult } from './emergency-result.tsx';
import './emergency.css';

/** *Phát khẩn cấp*: what, where, the PIN, a held button; then who is saying it. */
export function EmergencyDialog({ onClose }: { onClose: () => void }) {
  const { t } = useText();
  const [playoutId, setPlayoutId] = useState<string>();
  const [isTyped, setTyped] = useState(false);
  const isPhone = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('emergency.verb')}
      size={980}
      fullScreen={isPhone}
      closeBeside={false}
      changed={isTyped && playoutId === undefined}
      className="emergency"
    >
      {playoutId ? (
        <EmergencyResult playoutId={playoutId} onClose={onClose} />
      ) : (
        <EmergencyForm onStarted={setPlayoutId} onTyped={setTyped} />
      )}
    </Dialog>
  );
}
