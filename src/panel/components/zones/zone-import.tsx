import { Button, Textarea } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { ZoneImportResult } from '../../../commune/schemas.ts';
import { useImportZones } from '../../api/commune.ts';
import { useText } from '../../i18n/index.ts';
import { Failure } from '../failure.tsx';

interface Props {
  onImported: (result: ZoneImportResult) => void;
  /** Whether there is something typed that would be lost. */
  onTyped?: (isTyped: boolean) => void;
  children?: ReactNode;
}

/** Many thôn at once, pasted from a document, one name a line. */
export function ZoneImport({ onImported, onTyped, children }: Props) {
  const { t } = useText();
  const send = useImportZones();
  const [text, setText] = useState('');
  const names = text.split('\n').filter((line) => line.trim() !== '');

  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate(names, { onSuccess: onImported });
  };
  return (
    <form onSubmit={submit} className="column">
      <Textarea
        label={t('setup.zonesLabel')}
        placeholder={t('setup.zonesPlaceholder')}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          onTyped?.(event.currentTarget.value.trim() !== '');
        }}
        autosize
        minRows={6}
        maxRows={14}
      />
      <p className="muted small" aria-live="polite">
        {t('setup.zonesCount', { count: names.length })}
      </p>
      <Failure error={send.error} />
      <div className="actions">
        <Button type="submit" disabled={names.length === 0} loading={send.isPending}>
          {t('setup.importZones')}
        </Button>
        {children}
      </div>
    </form>
  );
}
