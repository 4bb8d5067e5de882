import { Modal } from '@mantine/core';
import { useText } from '../../i18n/index.ts';
import { SignInForm } from './sign-in-form.tsx';

/** Over a page whose session has ended: what was typed there is still there after signing in. */
export function SignInAgain() {
  const { t } = useText();
  return (
    <Modal
      opened
      onClose={() => {}}
      title={t('signIn.again')}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      overlayProps={{ backgroundOpacity: 0.9, blur: 6 }}
    >
      <div className="column">
        <p className="muted">{t('signIn.againNote')}</p>
        <SignInForm />
      </div>
    </Modal>
  );
}
