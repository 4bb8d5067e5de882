import { Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../i18n/index.ts';
import { Failure } from './failure.tsx';

interface DialogProps {
  opened: boolean;
  onClose: () => void;
  title: ReactNode;
  size?: number | 'md' | 'lg';
  fullScreen?: boolean;
  /** A click beside the dialog closes it; not where work could be lost. */
  closeBeside?: boolean;
  className?: string;
  children: ReactNode;
}

export function Dialog({
  closeBeside = true,
  fullScreen = false,
  size = 'md',
  className = '',
  ...props
}: DialogProps) {
  const { t } = useText();
  return (
    <Modal
      {...props}
      size={size}
      className={className}
      fullScreen={fullScreen}
      closeOnClickOutside={closeBeside}
      closeButtonProps={{ 'aria-label': t('common.close'), size: 'lg' }}
    />
  );
}

interface ConfirmProps {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** What will happen, and whether it can be undone. */
  children: ReactNode;
  /** The verb of the deed: “Xóa cụm loa”, never “OK”. */
  verb: string;
  onConfirm: () => void;
  busy?: boolean;
  error?: unknown;
}

/** Asks before what can't be undone. */
export function Confirm({ verb, onConfirm, busy = false, error, children, ...dialog }: ConfirmProps) {
  const { t } = useText();
  return (
    <Dialog {...dialog}>
      <div className="column">
        <div>{children}</div>
        <Failure error={error} />
      </div>
      <div className="dialog-actions">
        <Button variant="default" onClick={dialog.onClose} data-autofocus>
          {t('common.cancel')}
        </Button>
        <Button color="rust" onClick={onConfirm} loading={busy}>
          {verb}
        </Button>
      </div>
    </Dialog>
  );
}
