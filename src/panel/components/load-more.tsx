import { Button } from '@mantine/core';
import { useText } from '../i18n/index.ts';

interface Props {
  pages: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
  /** How many are shown, and of how many where that is known. */
  shown: number;
  total?: number | undefined;
}

/** The foot of a paged list. */
export function LoadMore({ pages, shown, total }: Props) {
  const { t } = useText();
  return (
    <div className="row-wrap load-more">
      <span className="muted small" aria-live="polite">
        {total === undefined ? t('common.shown', { shown }) : t('common.shownOf', { shown, total })}
      </span>
      {pages.hasNextPage && (
        <Button
          variant="default"
          onClick={() => void pages.fetchNextPage()}
          loading={pages.isFetchingNextPage}
        >
          {t('common.more')}
        </Button>
      )}
    </div>
  );
}
