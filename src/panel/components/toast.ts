import { notifications } from '@mantine/notifications';
import { useText } from '../i18n/index.ts';

const BAD_NEWS_MS = 9000;
const GOOD_NEWS_MS = 5000;

/** Says in a corner that something is done, or, with `isBad`, why it is not; read out by screen readers. */
export function useToast(): (message: string, isBad?: boolean) => void {
  const { t } = useText();
  return (message, isBad = false) =>
    notifications.show({
      message,
      autoClose: isBad ? BAD_NEWS_MS : GOOD_NEWS_MS,
      closeButtonProps: { 'aria-label': t('common.close') },
      ...(isBad ? { color: 'rust' } : {}),
    });
}
