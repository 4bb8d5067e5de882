import { Drawer } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconKey, IconLanguage, IconLogout, IconMenu2, IconMoon, IconSun } from '@tabler/icons-react';
import { Link, useLocation } from 'wouter';
import { useUser } from '../api/session.ts';
import { useText } from '../i18n/index.ts';
import { useAccountChoices } from './account-menu.tsx';
import { isCurrent } from './navigation.ts';
import { OpenAlerts } from './open-alerts.tsx';
import { NavLinks, useNavigation } from './side-nav.tsx';
import './bottom-bar.css';

/** Navigation of the phone: four pages under the thumb, the rest in a drawer. */
export function BottomBar() {
  const { t } = useText();
  const [location] = useLocation();
  const [opened, drawer] = useDisclosure(false);
  const items = useNavigation();
  // Commune police have one page, and none of the others.
  const primary = items.some((item) => item.primary) ? items.filter((item) => item.primary) : items;
  const others = items.filter((item) => !primary.includes(item));
  return (
    <>
      <nav className="bottom-bar" aria-label={t('nav.label')}>
        {primary.map((item) => (
          <Link
            key={item.path}
            href={item.path}
            className="bottom-item"
            aria-current={isCurrent(item, location) ? 'page' : undefined}
          >
            <item.icon size={24} stroke={1.75} aria-hidden />
            {t(item.label)}
          </Link>
        ))}
        <button type="button" className="bottom-item" onClick={drawer.open} aria-expanded={opened}>
          <IconMenu2 size={24} stroke={1.75} aria-hidden />
          {t('nav.more')}
          <OpenAlerts />
        </button>
      </nav>
      <Drawer
        opened={opened}
        onClose={drawer.close}
        position="bottom"
        size={520}
        title={t('nav.more')}
        closeButtonProps={{ 'aria-label': t('common.close'), size: 'lg' }}
      >
        {others.length > 0 && (
          <nav aria-label={t('nav.more')} className="drawer-nav">
            <NavLinks items={others} onFollow={drawer.close} />
          </nav>
        )}
        <AccountList onFollow={drawer.close} />
      </Drawer>
    </>
  );
}

function AccountList({ onFollow }: { onFollow: () => void }) {
  const { t } = useText();
  const user = useUser();
  const choices = useAccountChoices();
  return (
    <div className="drawer-nav drawer-account">
      <p className="muted small">
        {user.name} · {t(`roles.${user.role}`)}
      </p>
      <Link href="/account" className="nav-link" onClick={onFollow}>
        <IconKey size={22} stroke={1.75} aria-hidden />
        {t('account.title')}
      </Link>
      <button type="button" className="nav-link" onClick={choices.language}>
        <IconLanguage size={22} stroke={1.75} aria-hidden />
        {t('account.otherLanguage')}
      </button>
      <button type="button" className="nav-link" onClick={choices.colours}>
        {choices.isDark ? (
          <IconSun size={22} stroke={1.75} aria-hidden />
        ) : (
          <IconMoon size={22} stroke={1.75} aria-hidden />
        )}
        {choices.isDark ? t('account.light') : t('account.dark')}
      </button>
      <button type="button" className="nav-link" onClick={choices.signOut}>
        <IconLogout size={22} stroke={1.75} aria-hidden />
        {t('account.signOut')}
      </button>
    </div>
  );
}
