import { Button } from '@mantine/core';
import { IconBuildingBroadcastTower, IconPlus, IconSearchOff, IconVolume } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { Zone } from '../../../commune/schemas.ts';
import type { SpeakerInfo } from '../../../speakers/schemas.ts';
import { useZones } from '../../api/commune.ts';
import { useRight } from '../../api/session.ts';
import { useSpeakers } from '../../api/speakers.ts';
import { useAddressFilters } from '../../components/address-filters.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { FilterChips } from '../../components/filter-chips.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { Shown } from '../../components/shown.tsx';
import { When } from '../../components/when.tsx';
import { ZoneFilter } from '../../components/zones/zone-filter.tsx';
import { withBelow, zonePath } from '../../components/zones/zone-tree.ts';
import { searchable } from '../../format/number.ts';
import { useText } from '../../i18n/index.ts';
import { SpeakerPill, stateOf } from './speaker-pill.tsx';
import './speakers.css';

const FILTERS = ['all', 'online', 'offline', 'locked', 'unconfirmed', 'disabled'] as const;
type Filter = (typeof FILTERS)[number];
const STEP = 50;

export default function SpeakersPage() {
  const { t } = useText();
  const mayAdd = useRight('speaker.write');
  const speakers = useSpeakers();
  const add = mayAdd && (
    <Button component={Link} href="/speakers/add" leftSection={<IconPlus size={20} aria-hidden />}>
      {t('speakers.add')}
    </Button>
  );
  return (
    <>
      <PageHeader title={t('nav.speakers')} actions={add}>
        {speakers.data &&
          speakers.data.length > 0 &&
          t('today.speakers', {
            online: speakers.data.filter(({ online }) => online).length,
            total: speakers.data.length,
          })}
      </PageHeader>
      <QueryView query={speakers} lineHeight={64} lines={6}>
        {(all) =>
          all.length === 0 ? (
            <div className="card">
              <EmptyState icon={IconBuildingBroadcastTower} title={t('speakers.empty')} action={add}>
                {t('speakers.emptyText')}
              </EmptyState>
            </div>
          ) : (
            <SpeakerList speakers={all} />
          )
        }
      </QueryView>
    </>
  );
}

function SpeakerList({ speakers }: { speakers: SpeakerInfo[] }) {
  const { t } = useText();
  const zones = useZones();
  const [search, set] = useAddressFilters();
  const filter = FILTERS.find((name) => name === search.get('state')) ?? 'all';
  const zoneId = search.get('zone') ?? '';
  const q = search.get('q') ?? '';
  const found = filterSpeakers(speakers, zones.data ?? [], { filter, zoneId, q });
  return (
    <>
      <div className="filters">
        <FilterChips
          label={t('speakers.state')}
          value={filter}
          onChange={(value) => set({ state: value === 'all' ? '' : value })}
          options={FILTERS.map((value) => ({
            value,
            label: value === 'all' ? t('common.all') : t(`speakers.states.${value}`),
          }))}
        />
        <ZoneFilter zones={zones.data ?? []} value={zoneId} onChange={(zone) => set({ zone })} />
        <SearchField label={t('speakers.search')} value={q} onChange={(text) => set({ q: text })} />
      </div>
      {found.length === 0 ? (
        <div className="card">
          <EmptyState icon={IconSearchOff} title={t('speakers.nothing')}>
            {t('speakers.nothingText')}
          </EmptyState>
        </div>
      ) : (
        <Shown key={`${filter} ${zoneId} ${q}`} items={found} step={STEP}>
          {(shown) => (
            <div className="rows">
              {shown.map((speaker) => (
                <SpeakerRow key={speaker.id} speaker={speaker} zones={zones.data ?? []} />
              ))}
            </div>
          )}
        </Shown>
      )}
    </>
  );
}

function SpeakerRow({ speaker, zones }: { speaker: SpeakerInfo; zones: Zone[] }) {
  const { t } = useText();
  return (
    <Link href={`/speakers/${speaker.id}`} className="rows-item wrap-on-phone">
      <span className="grow column-tight">
        <span className="strong">{speaker.name}</span>
        <span className="muted small">
          {speaker.zoneId ? zonePath(zones, speaker.zoneId) : t('common.noZone')}
          {!speaker.online && speaker.lastSeenAt !== null && (
            <>
              {' · '}
              {t('speakers.lastSeen')} <When at={speaker.lastSeenAt} show="relative" />
            </>
          )}
        </span>
      </span>
      <span className="row speaker-volume muted small numbers">
        <IconVolume size={18} aria-hidden />
        {speaker.volume}
      </span>
      <SpeakerPill speaker={speaker} />
    </Link>
  );
}

function filterSpeakers(
  speakers: SpeakerInfo[],
  zones: Zone[],
  { filter, zoneId, q }: { filter: Filter; zoneId: string; q: string },
): SpeakerInfo[] {
  const inside = zoneId ? withBelow(zones, [zoneId]) : undefined;
  const wanted = searchable(q.trim());
  return speakers
    .filter((speaker) => {
      const state = stateOf(speaker);
      const isState = filter === 'all' || state === filter || (filter === 'online' && state === 'playing');
      const isInside = !inside || (speaker.zoneId !== null && inside.has(speaker.zoneId));
      return isState && isInside && searchable(speaker.name).includes(wanted);
    })
    .sort((a, b) => a.name.localeCompare(b.name, 'vi', { numeric: true }));
}
