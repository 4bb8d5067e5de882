import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { ApiError, errorText } from '../../api/http.ts';
import { useSignIn } from '../../api/session.ts';
import { Notice } from '../../components/notice.tsx';
import { useText } from '../../i18n/index.ts';

/** User name and password; the station says how many minutes a locked account stays locked. */
export function SignInForm({ username: known = '' }: { username?: string }) {
  const { t, language } = useText();
  const signIn = useSignIn();
  const [username, setUsername] = useState(known);
  const [password, setPassword] = useState('');

  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate({ username: username.trim(), password }, { onError: () => setPassword('') });
  };
  const isLocked = signIn.error instanceof ApiError && signIn.error.status === 429;
  return (
    <form onSubmit={submit} className="column">
      <TextInput
        label={t('signIn.username')}
        value={username}
        onChange={(event) => setUsername(event.currentTarget.value)}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        withAsterisk={false}
        data-autofocus={known === '' || undefined}
      />
      <PasswordInput
        label={t('signIn.password')}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        autoComplete="current-password"
        required
        withAsterisk={false}
        visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
        data-autofocus={known !== '' || undefined}
      />
      {signIn.error && (
        <Notice tone="bad" title={isLocked ? t('signIn.locked') : undefined}>
          {errorText(signIn.error, language)}
        </Notice>
      )}
      <Button type="submit" size="md" loading={signIn.isPending}>
        {t('signIn.submit')}
      </Button>
    </form>
  );
}
