import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useChangePassword } from '../../api/session.ts';
import { Failure, useFieldError } from '../../components/failure.tsx';
import { useToast } from '../../components/toast.ts';
import { useText } from '../../i18n/index.ts';

export function PasswordForm() {
  const { t } = useText();
  const toast = useToast();
  const change = useChangePassword();
  const fieldError = useFieldError(change.error);
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const differs = again !== '' && again !== password;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (password !== again) return;
    change.mutate(
      { current, password },
      {
        onSuccess: () => {
          toast(t('account.passwordChanged'));
          setCurrent('');
          setPassword('');
          setAgain('');
        },
      },
    );
  };
  const shared = {
    required: true,
    withAsterisk: false,
    visibilityToggleButtonProps: { 'aria-label': t('signIn.showPassword') },
  };
  return (
    <form onSubmit={submit} className="column">
      <PasswordInput
        {...shared}
        label={t('account.current')}
        value={current}
        onChange={(event) => setCurrent(event.currentTarget.value)}
        autoComplete="current-password"
        error={fieldError('current')}
      />
      <PasswordInput
        {...shared}
        label={t('account.password')}
        description={t('account.passwordRule')}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        autoComplete="new-password"
        error={fieldError('password')}
      />
      <PasswordInput
        {...shared}
        label={t('account.passwordAgain')}
        value={again}
        onChange={(event) => setAgain(event.currentTarget.value)}
        autoComplete="new-password"
        error={differs ? t('account.differs') : null}
      />
      <Failure error={change.error} except={['current', 'password']} />
      <div className="actions">
        <Button type="submit" loading={change.isPending} disabled={differs}>
          {t('account.changePassword')}
        </Button>
      </div>
    </form>
  );
}
