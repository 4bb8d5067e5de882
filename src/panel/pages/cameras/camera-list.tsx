import { NativeSelect, Switch } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconSearchOff } from '@tabler/icons-react';
import type { CameraState, CameraView } from '../../../cameras/schemas.ts';
import type { Zone } from '../../../commune/schemas.ts';
import { useZones } from '../../api/commune.ts';
import { useRight } from '../../api/session.ts';
import { useAddressFilters } from '../../components/address-filters.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { FilterChips } from '../../components/filter-chips.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { ZoneFilter } from '../../components/zones/zone-filter.tsx';
import { withBelow } from '../../components/zones/zone-tree.ts';
import { searchable } from '../../format/number.ts';
import { useText } from '../../i18n/index.ts';
import { CAMERA_STATES } from './camera-pill.tsx';
import { CameraRow } from './camera-row.tsx';
import './cameras.css';

export function CameraList({ cameras }: { cameras: CameraView[] }) {
  const { t } = useText();
  const mayReadZones = useRight('commune.read');
  const zones = useZones(mayReadZones).data ?? [];
  const [search, set] = useAddressFilters();
  const [pictures, setPictures] = useLocalStorage({ key: 'tramso.camera-pictures', defaultValue: false });
  const state = CAMERA_STATES.find((name) => name === search.get('state')) ?? 'all';
  const zoneId = search.get('zone') ?? '';
  const maker = search.get('maker') ?? '';
  const q = search.get('q') ?? '';
  const makers = [...new Set(cameras.map(makerOf))].filter(Boolean).sort((a, b) => a.localeCompare(b));
  const found = filterCameras(cameras, zones, { state, zoneId, maker, q });
  const count = (value: CameraState) => cameras.filter(({ health }) => health.state === value).length;
  return (
    <>
      <div className="filters">
        <FilterChips
          label={t('cameras.state')}
          value={state}
          onChange={(value) => set({ state: value === 'all' ? '' : value })}
          options={(['all', ...CAMERA_STATES] as const)
            .filter((value) => value === 'all' || value === state || count(value) > 0)
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

/** As its profile calls it where the camera does not say. */
function makerOf({ maker, profileName }: CameraView): string {
  return maker || profileName.en;
}

function filterCameras(
  cameras: CameraView[],
  zones: Zone[],
  { state, zoneId, maker, q }: { state: CameraState | 'all'; zoneId: string; maker: string; q: string },
): CameraView[] {
  const inside = zoneId ? withBelow(zones, [zoneId]) : undefined;
  const wanted = searchable(q.trim());
  return cameras
    .filter((camera) => {
      const { name, place, model, host, health } = camera;
      const isInside = !inside || (camera.zoneId !== null && inside.has(camera.zoneId));
      const words = [name, place, camera.maker, model, host];
      return (
        (state === 'all' || health.state === state) &&
        isInside &&
        (maker === '' || makerOf(camera) === maker) &&
        words.some((text) => searchable(text).includes(wanted))
      );
    })
    .sort((a, b) => a.name.localeCompare(b.name, 'vi', { numeric: true }));
}
