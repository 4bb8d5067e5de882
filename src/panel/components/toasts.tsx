import { CloseButton } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useEffect, useSyncExternalStore } from 'react';
import { useText } from '../i18n/index.ts';
import { dismiss, type News, shownNews, watchNews } from './toast.ts';
import './toasts.css';

const BAD_NEWS_MS = 9000;
const GOOD_NEWS_MS = 5000;

/** The corner itself; above the navigation of a phone. */
export function Toasts() {
  const shown = useSyncExternalStore(watchNews, shownNews);
  return (
    <div className="toasts">
      {shown.map((item) => (
        <Toast key={item.id} item={item} />
      ))}
    </div>
  );
}

function Toast({ item: { id, message, isBad } }: { item: News }) {
  const { t } = useText();
  useEffect(() => {
    const timer = setTimeout(() => dismiss(id), isBad ? BAD_NEWS_MS : GOOD_NEWS_MS);
    return () => clearTimeout(timer);
  }, [id, isBad]);
  const Mark = isBad ? IconAlertTriangle : IconCircleCheck;
  return (
    <div className="toast" data-bad={isBad || undefined} role={isBad ? 'alert' : 'status'}>
      <Mark size={22} stroke={1.75} aria-hidden />
      <p className="grow">{message}</p>
      <CloseButton onClick={() => dismiss(id)} aria-label={t('common.close')} size="lg" />
    </div>
  );
}
