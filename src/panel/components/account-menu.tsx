import { Menu, useMantineColorScheme } from '@mantine/core';
import { IconChevronUp, IconKey, IconLanguage, IconLogout, IconMoon, IconSun } from '@tabler/icons-react';
import { useLocation } from 'wouter';
import { errorText } from '../api/http.ts';
import { useSignOut, useUser } from '../api/session.ts';
import { switchLanguage, useText } from '../i18n/index.ts';
import { useToast } from './toast.ts';

/** Who is signed in, and what concerns that person only: password, language, colours, signing out. */
export function AccountMenu() {
  const { t } = useText();
  const user = useUser();
  return (
    <Menu position="top-start" width={240}>
      <Menu.Target>
        <button type="button" className="account-button">
          <span className="account-initial" aria-hidden>
            {user.name.trim().split(/\s+/).at(-1)?.charAt(0)}
          </span>
          <span className="column-tight grow account-who">
            <span className="strong">{user.name}</span>
            <span className="clip small">{t(`roles.${user.role}`)}</span>
          </span>
          <IconChevronUp size={18} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <AccountItems />
      </Menu.Dropdown>
    </Menu>
  );
}

function AccountItems() {
  const { t } = useText();
  const [, navigate] = useLocation();
  const choices = useAccountChoices();
  return (
    <>
      <Menu.Item leftSection={<IconKey size={20} />} onClick={() => navigate('/account')}>
        {t('account.title')}
      </Menu.Item>
      <Menu.Item leftSection={<IconLanguage size={20} />} onClick={choices.language}>
        {t('account.otherLanguage')}
      </Menu.Item>
      <Menu.Item
        leftSection={choices.isDark ? <IconSun size={20} /> : <IconMoon size={20} />}
        onClick={choices.colours}
      >
        {choices.isDark ? t('account.light') : t('account.dark')}
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item leftSection={<IconLogout size={20} />} onClick={choices.signOut}>
        {t('account.signOut')}
      </Menu.Item>
    </>
  );
}

/** The deeds behind the account menu and the phone's drawer. */
export function useAccountChoices() {
  const { t, language } = useText();
  const toast = useToast();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const signOut = useSignOut();
  const [, navigate] = useLocation();
  const isDark = colorScheme === 'dark';
  return {
    isDark,
    language: () =>
      void switchLanguage(language === 'vi' ? 'en' : 'vi').catch(() => toast(t('broken.missing'), true)),
    colours: () => setColorScheme(isDark ? 'light' : 'dark'),
    signOut: () =>
      signOut.mutate(undefined, {
        onSuccess: () => navigate('/'),
        // Whoever walks away must not believe to be signed out.
        onError: (error) => toast(`${t('account.stillIn')} ${errorText(error, language)}`, true),
      }),
  };
}
