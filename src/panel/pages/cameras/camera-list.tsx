import { NativeSelect, Switch } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconSearchOff } from '@tabler/icons-react';
import type { CameraView } from '../../../cameras/schemas.ts';
import { useZones } from '../../api/commune.ts';
import { useRight } from '../../api/session.ts';
import { useAddressFilters } from '../../components/address-filters.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { FilterChips } from '../../components/filter-chips.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { ZoneFilter } from '../../components/zones/zone-filter.tsx';
import { useText } from '../../i18n/index.ts';
import { CAMERA_FILTERS, type CameraFilter, filterCameras, isOf, makerOf } from './camera-filter.ts';
import { CameraRow } from './camera-row.tsx';
import './cameras.css';

export function CameraList({ cameras }: { cameras: CameraView[] }) {
  const { t } = useText();
  const mayReadZones = useRight('commune.read');
  const zones = useZones(mayReadZones).data ?? [];
  const [search, set] = useAddressFilters();
  const [pictures, setPictures] = useLocalStorage({ key: 'tramso.camera-pictures', defaultValue: false });
  const filter = CAMERA_FILTERS.find((name) => name === search.get('state')) ?? 'all';
  const zoneId = search.get('zone') ?? '';
  const maker = search.get('maker') ?? '';
  const q = search.get('q') ?? '';
  const makers = [...new Set(cameras.map(makerOf))].filter(Boolean).sort((a, b) => a.localeCompare(b));
  const found = filterCameras(cameras, zones, { filter, zoneId, maker, q });
  const count = (value: CameraFilter) => cameras.filter((camera) => isOf(value, camera)).length;
  return (
    <>
      <div className="filters">
        <FilterChips
          label={t('cameras.state')}
          value={filter}
          onChange={(value) => set({ state: value === 'all' ? '' : value })}
          options={(['all', ...CAMERA_FILTERS] as const)
            .filter((value) => value === 'all' || value === filter || count(value) > 0)
            .map((value) => ({
              value,
              label: value === 'all' ? t('common.all') : `${t(`cameras.states.${value}`)} (${count(value)})`,
            }))}
        />
        {zones.length > 0 && <ZoneFilter zones={zones} value={zoneId} onChange={(zone) => set({ zone })} />}
        {makers.length > 1 && (
          <NativeSelect
            aria-label={t('cameras.maker')}
            value={maker}
            onChange={(event) => set({ maker: event.currentTarget.value })}
            data={[
              { value: '', label: t('cameras.anyMaker') },
              ...makers.map((name) => ({ value: name, label: name })),
            ]}
          />
        )}
        <SearchField label={t('cameras.search')} value={q} onChange={(text) => set({ q: text })} />
        <Switch
          checked={pictures}
          onChange={(event) => setPictures(event.currentTarget.checked)}
          label={t('cameras.pictures')}
          description={t('cameras.picturesNote')}
        />
      </div>
      {found.length === 0 ? (
        <div className="card">
          <EmptyState icon={IconSearchOff} title={t('cameras.nothing')}>
            {t('cameras.nothingText')}
          </EmptyState>
        </div>
      ) : (
        <div className="rows">
          {found.map((camera) => (
            <CameraRow key={camera.id} camera={camera} zones={zones} picture={pictures} />
          ))}
        </div>
      )}
    </>
  );
}
