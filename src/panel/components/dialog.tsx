import { Button, Modal } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { useText } from '../i18n/index.ts';
import { Failure } from './failure.tsx';
import { useUnsaved } from './unsaved.tsx';

interface DialogProps {
  opened: boolean;
  onClose: () => void;
  title: ReactNode;
  size?: number | 'md' | 'lg';
  fullScreen?: boolean;
  /** A click beside the dialog closes it; not where work could be lost. */
  closeBeside?: boolean;
  /** Something was typed that is stored nowhere: whatever would close the dialog, or leave the page, asks first. */
  changed?: boolean;
  /** Shows what is never shown again: only the dialog's own button closes it. */
  ownButtonOnly?: boolean;
  /** Something open within it takes the Escape key. */
  keepOnEscape?: boolean;
  className?: string;
  children: ReactNode;
}

/** A dialog. When it goes, also by being taken off the page, the focus is back where it was. */
export function Dialog({
  closeBeside = true,
  fullScreen = false,
  size = 'md',
  className = '',
  changed = false,
  ownButtonOnly = false,
  keepOnEscape = false,
  onClose,
  ...props
}: DialogProps) {
  const { t } = useText();
  const [asking, setAsking] = useState(false);
  const { opened } = props;
  useUnsaved(opened && changed);
  useEffect(() => {
    if (!opened) return;
    const before = focusToKeep();
    return () => before?.focus({ preventScroll: true });
  }, [opened]);
  return (
    <>
      <Modal
        {...props}
        onClose={() => (changed ? setAsking(true) : onClose())}
        returnFocus={false}
        size={size}
        className={className}
        fullScreen={fullScreen}
        withCloseButton={!ownButtonOnly}
        closeOnEscape={!asking && !ownButtonOnly && !keepOnEscape}
        closeOnClickOutside={closeBeside && !ownButtonOnly}
        closeButtonProps={{ 'aria-label': t('common.close'), size: 'lg' }}
      />
      {asking && (
        <Dialog opened onClose={() => setAsking(false)} title={t('unsaved.title')}>
          <p>{t('unsaved.dialogText')}</p>
          <div className="dialog-actions">
            <Button
              variant="default"
              onClick={() => {
                setAsking(false);
                onClose();
              }}
            >
              {t('unsaved.dialogClose')}
            </Button>
            <Button onClick={() => setAsking(false)} data-autofocus>
              {t('unsaved.dialogStay')}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}

/** What has the focus; a menu goes when its item opens a dialog, so for one of those the menu's button. */
function focusToKeep(): HTMLElement | null {
  const active = document.activeElement;
  const menu = active?.closest('[role="menu"]');
  if (menu) return document.getElementById(menu.getAttribute('aria-labelledby') ?? '');
  return active instanceof HTMLElement ? active : null;
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
