import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { PageHeader } from '../../components/page-header.tsx';
import { useText } from '../../i18n/index.ts';
import { StationFingerprint } from './station-fingerprint.tsx';

export function CodeStep({ code: known, onNext }: { code: string; onNext: (code: string) => void }) {
  const { t } = useText();
  const [code, setCode] = useState(known);
  return (
    <form
      className="column"
      onSubmit={(event) => {
        event.preventDefault();
        onNext(code.trim());
      }}
    >
      <PageHeader title={t('setup.codeTitle')}>{t('setup.codeNote')}</PageHeader>
      <TextInput
        label={t('setup.code')}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
        autoComplete="one-time-code"
        autoCapitalize="characters"
        spellCheck={false}
        required
        withAsterisk={false}
        size="lg"
      />
      <Button type="submit" size="md" disabled={code.trim() === ''}>
        {t('common.next')}
      </Button>
      <StationFingerprint />
    </form>
  );
}
