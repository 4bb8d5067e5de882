import { Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Bulletin } from '../../../broadcast/schemas.ts';
import { useBulletinStep } from '../../api/bulletins.ts';
import { Dialog } from '../../components/dialog.tsx';
import { DialogForm } from '../../components/dialog-form.tsx';
import { useToast } from '../../components/toast.ts';
import { useText } from '../../i18n/index.ts';

const REASON_MAX = 1000;

/** Gives a bulletin back to its author, who needs to know why. */
export function ReturnDialog({ bulletin, onClose }: { bulletin: Bulletin; onClose: () => void }) {
  const { t } = useText();
  const toast = useToast();
  const step = useBulletinStep();
  const [reason, setReason] = useState('');
  const submit = () => {
    step.mutate(
      { id: bulletin.id, deed: 'return', version: bulletin.version, reason: reason.trim() },
      {
        onSuccess: () => {
          toast(t('bulletins.did.return'));
          onClose();
        },
      },
    );
  };
  return (
    <Dialog opened onClose={onClose} title={t('bulletins.returnTitle')} changed={reason.trim() !== ''}>
      <DialogForm
        onSubmit={submit}
        onCancel={onClose}
        verb={t('bulletins.return')}
        busy={step.isPending}
        disabled={reason.trim() === ''}
        error={step.error}
      >
        <Textarea
          label={t('bulletins.reason')}
          description={t('bulletins.reasonHelp', { name: bulletin.authorName })}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          maxLength={REASON_MAX}
          autosize
          minRows={3}
          required
          withAsterisk={false}
          data-autofocus
        />
      </DialogForm>
    </Dialog>
  );
}
