import { Button } from '@mantine/core';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { type AroundNavHandler, Router } from 'wouter';
import { useText } from '../i18n/index.ts';
import { Dialog } from './dialog.tsx';
import { GuardContext, type Loss } from './unsaved.tsx';

const WORDS = {
  typed: { title: 'unsaved.title', text: 'unsaved.text', leave: 'unsaved.leave' },
  password: { title: 'unsaved.onceTitle', text: 'unsaved.onceText', leave: 'unsaved.onceLeave' },
} as const;

/** Routes within it ask before they leave what would be lost. */
export function UnsavedGuard({ children }: { children: ReactNode }) {
  const { t } = useText();
  const changed = useRef(new Map<object, Loss>());
  const [leave, setLeave] = useState<{ go: () => void; loss: Loss } | null>(null);

  useEffect(() => {
    const onClose = (event: BeforeUnloadEvent) => {
      if (changed.current.size > 0) event.preventDefault();
    };
    window.addEventListener('beforeunload', onClose);
    return () => window.removeEventListener('beforeunload', onClose);
  }, []);

  const guard = useMemo(
    () => ({
      mark: (key: object, loss: Loss | null) => {
        if (loss) changed.current.set(key, loss);
        else changed.current.delete(key);
      },
    }),
    [],
  );
  const aroundNav: AroundNavHandler = (navigate, to, options) => {
    const [loss] = changed.current.values();
    if (loss === undefined) navigate(to, options);
    else setLeave({ go: () => navigate(to, options), loss });
  };
  const words = WORDS[leave?.loss ?? 'typed'];

  return (
    <GuardContext value={guard}>
      <Router aroundNav={aroundNav}>{children}</Router>
      <Dialog opened={leave !== null} onClose={() => setLeave(null)} title={t(words.title)}>
        <p>{t(words.text)}</p>
        <div className="dialog-actions">
          <Button
            variant="default"
            onClick={() => {
              changed.current.clear();
              leave?.go();
              setLeave(null);
            }}
          >
            {t(words.leave)}
          </Button>
          <Button onClick={() => setLeave(null)} data-autofocus>
            {t('unsaved.stay')}
          </Button>
        </div>
      </Dialog>
    </GuardContext>
  );
}
