import { PageHeader } from '../../components/page-header.tsx';
import { useText } from '../../i18n/index.ts';
import { SignInForm } from './sign-in-form.tsx';
import { Welcome } from './welcome.tsx';

export default function SignInPage() {
  const { t } = useText();
  return (
    <Welcome>
      <PageHeader title={t('signIn.title')} />
      <SignInForm />
      <p className="muted small welcome-help">{t('signIn.forgotten')}</p>
    </Welcome>
  );
}
