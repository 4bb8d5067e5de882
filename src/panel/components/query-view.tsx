import { Button, Skeleton } from '@mantine/core';
import { IconCloudOff, IconMapQuestion, IconRefresh } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { ApiError } from '../api/http.ts';
import { useText } from '../i18n/index.ts';
import { EmptyState } from './empty-state.tsx';
import { useErrorText } from './error-text.ts';
import { PageHeader } from './page-header.tsx';

interface Query<T> {
  data: T | undefined;
  error: unknown;
  isPending: boolean;
  isFetching: boolean;
  /** What is there belongs to the filter or day before. */
  isPlaceholderData?: boolean;
  refetch: () => unknown;
}

interface Props<T> {
  query: Query<T>;
  children: (data: T) => ReactNode;
  /** Height of a placeholder line, and how many of them, while nothing has arrived. */
  lines?: number;
  lineHeight?: number;
  /** The page is nothing else: where it fails it still needs a heading. */
  page?: boolean;
}

/**
 * Loading, failed or there: every part of a page that shows the station's data goes through here. What belongs to the
 * filter before stays, dimmed and out of reach, until the new answer is there.
 */
export function QueryView<T>({ query, children, lines = 4, lineHeight = 56, page = false }: Props<T>) {
  if (query.data !== undefined) {
    const isOld = query.isPlaceholderData === true;
    return (
      <div className="fetched" inert={isOld} aria-busy={isOld}>
        {children(query.data)}
      </div>
    );
  }
  if (query.isPending && !query.error) return <Placeholder lines={lines} lineHeight={lineHeight} />;
  return (
    <Failed error={query.error} retry={() => void query.refetch()} busy={query.isFetching} page={page} />
  );
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

interface FailedProps {
  error: unknown;
  retry: () => void;
  busy: boolean;
  page: boolean;
}

/** What is gone, or not for this person, is not asked for again: the way back is offered instead. */
function Failed({ error, retry, busy, page }: FailedProps) {
  const { t } = useText();
  const errorText = useErrorText();
  const status = error instanceof ApiError ? error.status : 0;
  const isGone = status === 404;
  const title = isGone ? t('notFound.item') : t('common.failed');
  const action =
    isGone || status === 403 ? (
      <Button component={Link} href="/" variant="light">
        {t('notFound.home')}
      </Button>
    ) : (
      <Button leftSection={<IconRefresh size={20} />} onClick={retry} loading={busy} variant="light">
        {t('common.retry')}
      </Button>
    );
  return (
    <>
      {page && <PageHeader title={title} />}
      <div className="card" role="alert">
        <EmptyState icon={isGone ? IconMapQuestion : IconCloudOff} title={title} action={action}>
          {isGone ? t('notFound.text') : errorText(error)}
        </EmptyState>
      </div>
    </>
  );
}
