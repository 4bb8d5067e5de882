import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useText } from '../i18n/index.ts';

interface Props<T> {
  items: T[];
  /** How many at first, and with each press. */
  step: number;
  children: (items: T[]) => ReactNode;
}

/** A long list in portions: an old PC draws a hundred rows at once, not five hundred. */
export function Shown<T>({ items, step, children }: Props<T>) {
  const { t } = useText();
  const [count, setCount] = useState(step);
  return (
    <>
      {children(items.slice(0, count))}
      {items.length > count && (
        <div className="row-wrap load-more">
          <span className="muted small" aria-live="polite">
            {t('common.shownOf', { shown: count, total: items.length })}
          </span>
          <Button variant="default" onClick={() => setCount(count + step)}>
            {t('common.more')}
          </Button>
        </div>
      )}
    </>
  );
}
