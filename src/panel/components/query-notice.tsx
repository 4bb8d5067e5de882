import { Button, Loader } from '@mantine/core';
import { useText } from '../i18n/index.ts';
import { useErrorText } from './error-text.ts';
import { Notice } from './notice.tsx';

interface Props {
  query: { data: unknown; error: unknown; isFetching: boolean; refetch: () => unknown };
}

/** In a form: that a list to choose from is still on its way, or did not come. Nothing once it is there. */
export function QueryNotice({ query: { data, error, isFetching, refetch } }: Props) {
  const { t } = useText();
  const errorText = useErrorText();
  if (data !== undefined) return null;
  if (!error) {
    return (
      <div className="row muted" aria-live="polite">
        <Loader size="sm" aria-hidden />
        {t('common.loading')}
      </div>
    );
  }
  return (
    <Notice
      tone="bad"
      title={t('common.failed')}
      action={
        <Button variant="default" onClick={() => void refetch()} loading={isFetching}>
          {t('common.retry')}
        </Button>
      }
    >
      {errorText(error)}
    </Notice>
  );
}
