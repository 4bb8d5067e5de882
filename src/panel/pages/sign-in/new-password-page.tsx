import { PageHeader } from '../../components/page-header.tsx';
import { useText } from '../../i18n/index.ts';
import { PasswordForm } from '../account/password-form.tsx';
import { Welcome } from './welcome.tsx';

/** After signing in with a one-time password: nothing else is allowed before it is changed. */
export default function NewPasswordPage() {
  const { t } = useText();
  return (
    <Welcome>
      <PageHeader title={t('account.newPasswordTitle')}>{t('account.newPasswordNote')}</PageHeader>
      <PasswordForm />
    </Welcome>
  );
}
