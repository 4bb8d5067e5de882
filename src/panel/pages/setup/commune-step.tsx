import { Button } from '@mantine/core';
import { useCommune } from '../../api/commune.ts';
import { CommuneForm } from '../../components/commune-form.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { useText } from '../../i18n/index.ts';

export function CommuneStep({ onNext }: { onNext: () => void }) {
  const { t } = useText();
  const commune = useCommune();
  return (
    <div>
      <PageHeader title={t('setup.communeTitle')}>{t('setup.communeNote')}</PageHeader>
      <QueryView query={commune}>
        {(profile) => (
          <CommuneForm profile={profile} submit={t('common.next')} short onSaved={onNext}>
            <Button variant="default" onClick={onNext}>
              {t('setup.skip')}
            </Button>
          </CommuneForm>
        )}
      </QueryView>
    </div>
  );
}
