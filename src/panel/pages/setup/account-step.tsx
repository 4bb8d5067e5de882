import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useFirstAccount } from '../../api/session.ts';
import { Failure, useFieldError } from '../../components/failure.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useText } from '../../i18n/index.ts';

const FIELDS = ['name', 'username', 'password', 'pin'];

interface Props {
  code: string;
  onBack: () => void;
  onNext: () => void;
}

export function AccountStep({ code, onBack, onNext }: Props) {
  const { t } = useText();
  const create = useFirstAccount();
  const fieldError = useFieldError(create.error);
  const [value, setValue] = useState({ name: '', username: '', password: '', pin: '' });

  const field = (name: keyof typeof value) => ({
    value: value[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      setValue({ ...value, [name]: event.currentTarget.value }),
    error: fieldError(name),
    required: true,
    withAsterisk: false,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ ...value, username: value.username.trim(), code }, { onSuccess: onNext });
  };
  const toggle = { 'aria-label': t('signIn.showPassword') };
  return (
    <form onSubmit={submit} className="column">
      <PageHeader title={t('setup.accountTitle')}>{t('setup.accountNote')}</PageHeader>
      <TextInput
        {...field('name')}
        label={t('setup.name')}
        placeholder={t('setup.namePlaceholder')}
        autoComplete="name"
      />
      <TextInput
        {...field('username')}
        label={t('signIn.username')}
        description={t('setup.usernameRule')}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
      />
      <PasswordInput
        {...field('password')}
        label={t('signIn.password')}
        description={t('account.passwordRule')}
        autoComplete="new-password"
        visibilityToggleButtonProps={toggle}
      />
      <PasswordInput
        {...field('pin')}
        label={t('setup.pin')}
        description={t('account.pinRule')}
        inputMode="numeric"
        autoComplete="off"
        visibilityToggleButtonProps={toggle}
      />
      <Failure error={create.error} except={FIELDS} />
      <div className="actions">
        <Button type="submit" size="md" loading={create.isPending}>
          {t('setup.createAccount')}
        </Button>
        <Button variant="default" size="md" onClick={onBack}>
          {t('setup.back')}
        </Button>
      </div>
    </form>
  );
}
