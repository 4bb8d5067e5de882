import { useMediaQuery } from '@mantine/hooks';
import { useState } from 'react';
import { useRight } from '../../api/session.ts';
import { useText } from '../../i18n/index.ts';
import { Dialog } from '../dialog.tsx';
import { EmergencyForm } from './emergency-form.tsx';
import { EmergencyResult } from './emergency-result.tsx';
import type { Chosen } from './source-fields.tsx';
import './emergency.css';

/** *Phát khẩn cấp*: what, where, the PIN, a held button; then who is saying it. */
export function EmergencyDialog({ onClose }: { onClose: () => void }) {
  const { t } = useText();
  const [playoutId, setPlayoutId] = useState<string>();
  const mayFree = useRight('emergency.play');
  // Held here, so that the dialog knows in the same moment that there is something to lose.
  const [chosen, setChosen] = useState<Chosen>({
    source: mayFree ? 'text' : 'template',
    text: '',
    templateId: '',
    bulletinId: '',
  });
  const isPhone = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('emergency.verb')}
      size={980}
      fullScreen={isPhone}
      closeBeside={false}
      changed={chosen.text.trim() !== '' && playoutId === undefined}
      className="emergency"
    >
      {playoutId ? (
        <EmergencyResult playoutId={playoutId} onClose={onClose} />
      ) : (
        <EmergencyForm chosen={chosen} setChosen={setChosen} onStarted={setPlayoutId} />
      )}
    </Dialog>
  );
}
