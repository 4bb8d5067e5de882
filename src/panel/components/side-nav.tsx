import { Link, useLocation } from 'wouter';
import { useUser } from '../api/session.ts';
import { useText } from '../i18n/index.ts';
import { AccountMenu } from './account-menu.tsx';
import { Brand } from './brand.tsx';
import { ALERTS_PATH, isCurrent, NAVIGATION, type NavigationItem } from './navigation.ts';
import { OpenAlerts } from './open-alerts.tsx';

/** The pages this person may open. */
export function useNavigation(): NavigationItem[] {
  const { rights } = useUser();
  return NAVIGATION.filter((item) => item.rights.some((right) => rights.includes(right)));
}

export function NavLinks({ items, onFollow }: { items: NavigationItem[]; onFollow?: () => void }) {
  const { t } = useText();
  const [location] = useLocation();
  return (
    <ul className="nav-links">
      {items.map((item) => (
        <li key={item.path}>
          <Link
            href={item.path}
            className="nav-link"
            aria-current={isCurrent(item, location) ? 'page' : undefined}
            onClick={() => onFollow?.()}
          >
            <item.icon size={22} stroke={1.75} aria-hidden />
            {t(item.label)}
            {item.path === ALERTS_PATH && <OpenAlerts />}
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** Left navigation of the desktop. */
export function SideNav() {
  const { t } = useText();
  return (
    <nav className="side-nav" aria-label={t('nav.label')}>
      <Brand />
      <NavLinks items={useNavigation()} />
      <AccountMenu />
    </nav>
  );
}
