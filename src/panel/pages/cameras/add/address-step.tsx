import { Button, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useBeginSearch } from '../../../api/camera-search.ts';
import { Failure, useFieldError } from '../../../components/failure.tsx';
import { useText } from '../../../i18n/index.ts';

/** Addresses and ranges as people write them: by lines, commas or spaces. */
function readAddresses(text: string): { ranges: string[]; addresses: string[] } {
  const words = text
    // A range may be written with spaces around its dash.
    .replace(/\s*[-–]\s*/g, '-')
    .split(/[\s,;]+/)
    .filter(Boolean);
  const isRange = (word: string) => /[/-]/.test(word);
  return { ranges: words.filter(isRange), addresses: words.filter((word) => !isRange(word)) };
}

/** For cameras of another network, which hear no call to all. */
export function AddressStep({ onBegun }: { onBegun: () => void }) {
  const { t } = useText();
  const begin = useBeginSearch();
  const fieldError = useFieldError(begin.error);
  const [text, setText] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    begin.mutate(readAddresses(text), { onSuccess: onBegun });
  };
  return (
    <form onSubmit={submit} className="card column">
      <h2>{t('cameras.add.address')}</h2>
      <Textarea
        label={t('cameras.add.addresses')}
        description={t('cameras.add.addressesHelp')}
        placeholder={'192.168.2.0/24\n10.1.1.15'}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={fieldError('ranges') ?? fieldError('addresses')}
        autosize
        minRows={3}
        maxLength={2000}
        required
        withAsterisk={false}
        spellCheck={false}
      />
      <Failure error={begin.error} except={['ranges', 'addresses']} />
      <div className="actions">
        <Button type="submit" loading={begin.isPending} disabled={text.trim() === ''}>
          {t('cameras.add.begin')}
        </Button>
      </div>
    </form>
  );
}
