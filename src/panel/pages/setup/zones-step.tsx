import { Button } from '@mantine/core';
import { PageHeader } from '../../components/page-header.tsx';
import { ZoneImport } from '../../components/zones/zone-import.tsx';
import { useText } from '../../i18n/index.ts';

export function ZonesStep({ onNext }: { onNext: () => void }) {
  const { t } = useText();
  return (
    <div>
      <PageHeader title={t('setup.zonesTitle')}>{t('setup.zonesNote')}</PageHeader>
      <ZoneImport onImported={onNext}>
        <Button variant="default" onClick={onNext}>
          {t('setup.skip')}
        </Button>
      </ZoneImport>
    </div>
  );
}
