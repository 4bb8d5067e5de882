import { Button, Skeleton } from '@mantine/core';
import { IconCloudOff, IconRefresh } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useText } from '../i18n/index.ts';
import { EmptyState } from './empty-state.tsx';
import { useErrorText } from './error-text.ts';

interface Query<T> {
  data: T | undefined;
  error: unknown;
  isPending: boolean;
  isFetching: boolean;
  refetch: () => unknown;
}

interface Props<T> {
  query: Query<T>;
  children: (data: T) => ReactNode;
  /** Height of a placeholder line, and how many of them, while nothing has arrived. */
  lines?: number;
  lineHeight?: number;
}

/** Loading, failed or there: every part of a page that shows the station's data goes through here. */
export function QueryView<T>({ query, children, lines = 4, lineHeight = 56 }: Props<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.isPending && !query.error) return <Placeholder lines={lines} lineHeight={lineHeight} />;
  return <Failed error={query.error} retry={() => void query.refetch()} busy={query.isFetching} />;
}

export function Placeholder({ lines, lineHeight }: { lines: number; lineHeight: number }) {
  const { t } = useText();
  return (
    <div className="column" aria-live="polite" aria-busy="true">
      <span className="hidden">{t('common.loading')}</span>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholder lines are all alike and never move
        <Skeleton key={line} height={lineHeight} radius="md" />
      ))}
    </div>
  );
}

function Failed({ error, retry, busy }: { error: unknown; retry: () => void; busy: boolean }) {
  const { t } = useText();
  const errorText = useErrorText();
  return (
    <div className="card" role="alert">
      <EmptyState
        icon={IconCloudOff}
        title={t('common.failed')}
        action={
          <Button leftSection={<IconRefresh size={20} />} onClick={retry} loading={busy} variant="light">
            {t('common.retry')}
          </Button>
        }
      >
        {errorText(error)}
      </EmptyState>
    </div>
  );
}
