import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { useText } from '../i18n/index.ts';
import { Banners } from './banners.tsx';
import { BottomBar } from './bottom-bar.tsx';
import { Boundary } from './boundary.tsx';
import { useKeptFocus } from './kept-focus.ts';
import { SideNav } from './side-nav.tsx';
import { TopBar } from './top-bar.tsx';
import './shell.css';

/** What stands around every page. */
export function Shell({ children }: { children: ReactNode }) {
  const { t } = useText();
  const [location] = useLocation();
  useKeptFocus();
  return (
    <div className="shell">
      <a href="#content" className="skip-link">
        {t('nav.skip')}
      </a>
      <SideNav />
      <div className="shell-body">
        <TopBar />
        <Banners />
        <main id="content" tabIndex={-1}>
          <Boundary of={location}>{children}</Boundary>
        </main>
      </div>
      <BottomBar />
    </div>
  );
}
