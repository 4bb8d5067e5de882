import { Button } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useText } from '../i18n/index.ts';
import { Failure } from './failure.tsx';

interface Props {
  onSubmit: () => void;
  /** Leaves everything as it was. */
  onCancel: () => void;
  /** The verb of the deed: “Thêm”, “Lưu”, never “OK”. */
  verb: string;
  busy: boolean;
  disabled?: boolean;
  error: unknown;
  /** Names of the fields that tell by themselves what is wrong with them. */
  except?: readonly string[];
  /** Other people's accounts: the browser fills nothing in. */
  fillsNothing?: boolean;
  children: ReactNode;
}

/** What is asked in a dialog, what is wrong with it as a whole, and its two buttons. */
export function DialogForm({
  onSubmit,
  onCancel,
  verb,
  busy,
  disabled = false,
  error,
  except = [],
  fillsNothing = false,
  children,
}: Props) {
  const { t } = useText();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form onSubmit={submit} className="column" autoComplete={fillsNothing ? 'off' : undefined}>
      {children}
      <Failure error={error} except={except} />
      <div className="dialog-actions">
        <Button variant="default" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" loading={busy} disabled={disabled}>
          {verb}
        </Button>
      </div>
    </form>
  );
}
