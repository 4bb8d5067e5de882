import { Button } from '@mantine/core';
import { IconAlertOctagon, IconFileText, IconPlus, IconSearchOff } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Bulletin, BulletinState } from '../../../broadcast/schemas.ts';
import { useBulletins } from '../../api/bulletins.ts';
import { useRight } from '../../api/session.ts';
import { BulletinPill } from '../../components/broadcast/pills.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { FilterChips } from '../../components/filter-chips.tsx';
import { LoadMore } from '../../components/load-more.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import { When } from '../../components/when.tsx';
import { lengthText } from '../../format/time.ts';
import { useText } from '../../i18n/index.ts';

const STATES = ['draft', 'submitted', 'returned', 'approved', 'archived'] as const;

export default function BulletinsPage() {
  const { t } = useText();
  const mayWrite = useRight('bulletin.write');
  const [state, setState] = useState<BulletinState | 'all'>('all');
  const [q, setQ] = useState('');
  const bulletins = useBulletins({ ...(state === 'all' ? {} : { state }), ...(q ? { q } : {}) });
  const isFiltered = state !== 'all' || q !== '';
  const write = mayWrite && (
    <Button component={Link} href="/bulletins/new" leftSection={<IconPlus size={20} aria-hidden />}>
      {t('bulletins.write')}
    </Button>
  );
  return (
    <>
      <PageHeader
        title={t('nav.bulletins')}
        actions={
          <>
            <Button
              component={Link}
              href="/bulletins/emergency"
              variant="default"
              leftSection={<IconAlertOctagon size={20} aria-hidden />}
            >
              {t('templates.title')}
            </Button>
            {write}
          </>
        }
      />
      <div className="filters">
        <FilterChips
          label={t('bulletins.state')}
          value={state}
          onChange={setState}
          options={[
            { value: 'all', label: t('common.all') },
            ...STATES.map((value) => ({ value, label: t(`bulletin.states.${value}`) })),
          ]}
        />
        <SearchField label={t('bulletins.search')} value={q} onChange={setQ} />
      </div>
      <QueryView query={bulletins} lineHeight={76}>
        {() =>
          bulletins.items.length === 0 ? (
            <div className="card">
              {isFiltered ? (
                <EmptyState icon={IconSearchOff} title={t('bulletins.nothing')}>
                  {t('bulletins.nothingText')}
                </EmptyState>
              ) : (
                <EmptyState icon={IconFileText} title={t('bulletins.empty')} action={write}>
                  {t('bulletins.emptyText')}
                </EmptyState>
              )}
            </div>
          ) : (
            <>
              <div className="rows">
                {bulletins.items.map((bulletin) => (
                  <BulletinRow key={bulletin.id} bulletin={bulletin} />
                ))}
              </div>
              <LoadMore pages={bulletins} shown={bulletins.items.length} total={bulletins.total} />
            </>
          )
        }
      </QueryView>
    </>
  );
}

function BulletinRow({ bulletin }: { bulletin: Bulletin }) {
  const { t } = useText();
  return (
    <Link href={`/bulletins/${bulletin.id}`} className="rows-item wrap-on-phone">
      <span className="grow column-tight">
        <span className="strong">{bulletin.title}</span>
        <span className="muted small clip">{bulletin.text}</span>
        <span className="muted small">
          {bulletin.authorName} · <When at={bulletin.updatedAt} />
          {bulletin.durationMs !== null && ` · ${lengthText(bulletin.durationMs)}`}
        </span>
      </span>
      <span className="pills">
        <BulletinPill state={bulletin.state} />
        {bulletin.priority === 'priority' && (
          <StatusPill tone="info">{t('bulletin.priorities.priority')}</StatusPill>
        )}
      </span>
    </Link>
  );
}
