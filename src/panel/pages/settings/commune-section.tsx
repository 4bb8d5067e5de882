import { useCommune } from '../../api/commune.ts';
import { CommuneForm } from '../../components/commune-form.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { useToast } from '../../components/toast.ts';
import { useText } from '../../i18n/index.ts';

export function CommuneSection() {
  const { t } = useText();
  const toast = useToast();
  const commune = useCommune();
  return (
    <section className="card column">
      <h2>{t('settings.commune')}</h2>
      <QueryView query={commune}>
        {(profile) => (
          <CommuneForm profile={profile} submit={t('common.save')} onSaved={() => toast(t('common.saved'))} />
        )}
      </QueryView>
    </section>
  );
}
