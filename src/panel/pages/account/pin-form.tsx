import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useChangePin } from '../../api/session.ts';
import { Failure, useFieldError } from '../../components/failure.tsx';
import { useToast } from '../../components/toast.ts';
import { useText } from '../../i18n/index.ts';

/** The PIN that stands before an emergency. */
export function PinForm() {
  const { t } = useText();
  const toast = useToast();
  const change = useChangePin();
  const fieldError = useFieldError(change.error);
  const [password, setPassword] = useState('');
  const [pin, setPin] = useState('');

  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(
      { password, pin },
      {
        onSuccess: () => {
          toast(t('account.pinChanged'));
          setPassword('');
          setPin('');
        },
      },
    );
  };
  const toggle = { 'aria-label': t('signIn.showPassword') };
  return (
    <form onSubmit={submit} className="column">
      <PasswordInput
        label={t('account.current')}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        autoComplete="current-password"
        error={fieldError('password')}
        visibilityToggleButtonProps={toggle}
        required
        withAsterisk={false}
      />
      <PasswordInput
        label={t('account.pin')}
        description={t('account.pinRule')}
        value={pin}
        onChange={(event) => setPin(event.currentTarget.value)}
        inputMode="numeric"
        autoComplete="off"
        error={fieldError('pin')}
        visibilityToggleButtonProps={toggle}
        required
        withAsterisk={false}
      />
      <Failure error={change.error} except={['password', 'pin']} />
      <div className="actions">
        <Button type="submit" loading={change.isPending}>
          {t('account.savePin')}
        </Button>
      </div>
    </form>
  );
}
