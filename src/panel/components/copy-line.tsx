import { Button } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { useText } from '../i18n/index.ts';
import { useToast } from './toast.ts';

/** A value to carry to a device, with a button that copies it. */
export function CopyLine({ label, value }: { label: string; value: string }) {
  const { t } = useText();
  const toast = useToast();
  const [copied, setCopied] = useState(false);
  // Browsers lend the clipboard to secure pages only; elsewhere the text is selected by hand.
  const canCopy = navigator.clipboard !== undefined;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
    } catch (error) {
      // Refused by the person or the browser: the text stands there to be copied by hand.
      if (error instanceof DOMException) return toast(t('common.copyFailed'), true);
      throw error;
    }
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };
  return (
    <div className="secret-line">
      <div className="column-tight grow">
        <span className="muted small">{label}</span>
        <code>{value}</code>
      </div>
      {canCopy && (
        <Button
          variant="subtle"
          leftSection={copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />}
          onClick={() => void copy()}
          aria-label={`${t('common.copy')}: ${label}`}
        >
          <span aria-live="polite">{copied ? t('common.copied') : t('common.copy')}</span>
        </Button>
      )}
    </div>
  );
}
