import { PasswordInput, TextInput } from '@mantine/core';
import { useText } from '../../i18n/index.ts';

interface Account {
  username: string;
  password: string;
}

interface Props {
  value: Account;
  set: (change: Partial<Account>) => void;
  fieldError: (field: string) => string | null;
  /** A camera without an account is one, too. */
  required?: boolean;
  /** Of an account that is there already, the password is what comes anew. */
  isChange?: boolean;
}

/** The account of a camera: what a browser knows by heart is not to be filled in here. */
export function AccountFields({ value, set, fieldError, required = false, isChange = false }: Props) {
  const { t } = useText();
  return (
    <>
      <TextInput
        label={t('cameras.account.username')}
        value={value.username}
        onChange={(event) => set({ username: event.currentTarget.value })}
        maxLength={100}
        error={fieldError('username')}
        required={required}
        withAsterisk={false}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <PasswordInput
        label={t(isChange ? 'cameras.account.newPassword' : 'cameras.account.password')}
        value={value.password}
        onChange={(event) => set({ password: event.currentTarget.value })}
        maxLength={200}
        error={fieldError('password')}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
        data-autofocus={isChange || undefined}
      />
    </>
  );
}
