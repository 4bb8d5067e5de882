import { Button } from '@mantine/core';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { type AroundNavHandler, Router } from 'wouter';
import { useText } from '../i18n/index.ts';
import { Dialog } from './dialog.tsx';
import { GuardContext } from './unsaved.tsx';

/** Routes within it ask before they leave a form with unsaved changes. */
export function UnsavedGuard({ children }: { children: ReactNode }) {
  const { t } = useText();
  const changed = useRef(new Set<object>());
  const [leave, setLeave] = useState<(() => void) | null>(null);

  useEffect(() => {
    const onClose = (event: BeforeUnloadEvent) => {
      if (changed.current.size > 0) event.preventDefault();
    };
    window.addEventListener('beforeunload', onClose);
    return () => window.removeEventListener('beforeunload', onClose);
  }, []);

  const guard = useMemo(
    () => ({
      mark: (key: object, isChanged: boolean) => {
        if (isChanged) changed.current.add(key);
        else changed.current.delete(key);
      },
    }),
    [],
  );
  const aroundNav: AroundNavHandler = (navigate, to, options) => {
    if (changed.current.size === 0) navigate(to, options);
    else setLeave(() => () => navigate(to, options));
  };

  return (
    <GuardContext value={guard}>
      <Router aroundNav={aroundNav}>{children}</Router>
      <Dialog opened={leave !== null} onClose={() => setLeave(null)} title={t('unsaved.title')}>
        <p>{t('unsaved.text')}</p>
        <div className="dialog-actions">
          <Button
            variant="default"
            onClick={() => {
              changed.current.clear();
              leave?.();
              setLeave(null);
            }}
          >
            {t('unsaved.leave')}
          </Button>
          <Button onClick={() => setLeave(null)} data-autofocus>
            {t('unsaved.stay')}
          </Button>
        </div>
      </Dialog>
    </GuardContext>
  );
}
