import { Button } from '@mantine/core';
import { IconLanguage } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Mark } from '../../components/brand.tsx';
import { switchLanguage, useText } from '../../i18n/index.ts';
import './welcome.css';

/** The frame of the pages before the panel: first run, sign-in, a new password. */
export function Welcome({ children }: { children: ReactNode }) {
  const { t, language } = useText();
  return (
    <div className="welcome">
      <header className="welcome-side">
        <div className="row">
          <Mark size={52} />
          <span className="welcome-name">{t('app.name')}</span>
        </div>
        <p>{t('welcome.tagline')}</p>
      </header>
      <main className="welcome-main">
        <div className="welcome-box">{children}</div>
        <Button
          variant="subtle"
          leftSection={<IconLanguage size={20} />}
          onClick={() => void switchLanguage(language === 'vi' ? 'en' : 'vi')}
        >
          {t('account.otherLanguage')}
        </Button>
      </main>
    </div>
  );
}
