import { useRight, useUser } from '../../api/session.ts';
import { Notice } from '../../components/notice.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useText } from '../../i18n/index.ts';
import { PasswordForm } from './password-form.tsx';
import { PinForm } from './pin-form.tsx';

export default function AccountPage() {
  const { t } = useText();
  const user = useUser();
  const needsPin = useRight('emergency.template');
  return (
    <>
      <PageHeader title={t('account.title')}>
        {user.name} · {user.username} · {t(`roles.${user.role}`)}
      </PageHeader>
      <div className="halves">
        <section className="card column">
          <h2>{t('account.changePassword')}</h2>
          <PasswordForm />
        </section>
        {needsPin && (
          <section className="card column">
            <h2>{t('account.pinTitle')}</h2>
            {!user.hasPin && <Notice tone="warn">{t('account.noPin')}</Notice>}
            <p className="muted">{t('account.pinNote')}</p>
            <PinForm />
          </section>
        )}
      </div>
    </>
  );
}
