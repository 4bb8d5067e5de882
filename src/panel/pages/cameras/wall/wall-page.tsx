import { Button, Switch } from '@mantine/core';
import { IconMaximize, IconMinimize, IconSearchOff, IconVideo } from '@tabler/icons-react';
import { type SetStateAction, useCallback, useRef, useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import type { CameraView } from '../../../../cameras/schemas.ts';
import { useCameras } from '../../../api/cameras.ts';
import { useZones } from '../../../api/commune.ts';
import { useRight } from '../../../api/session.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { FilterChips } from '../../../components/filter-chips.tsx';
import { CAMERAS_PATH } from '../../../components/navigation.ts';
import { PageHeader } from '../../../components/page-header.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { ZoneFilter } from '../../../components/zones/zone-filter.tsx';
import { withBelow } from '../../../components/zones/zone-tree.ts';
import { useText } from '../../../i18n/index.ts';
import '../../../i18n/cameras.ts';
import { AlertLine } from '../alert-line.tsx';
import { useFullScreen } from './full-screen.ts';
import { OneCamera } from './one-camera.tsx';
import { WallGrid } from './wall-grid.tsx';
import { SIZES, useWallSettings, type WallSettings } from './wall-settings.ts';
import './wall.css';

/** Many cameras at once, or one of them large. */
export default function WallPage() {
  const { t } = useText();
  const mayAdd = useRight('camera.write');
  const cameras = useCameras();
  const [search, setSearch] = useSearchParams();
  const open = (cameraId: string | null) => setSearch(cameraId === null ? {} : { camera: cameraId });
  const chosen = search.get('camera');
  return (
    <QueryView query={cameras} lineHeight={240} lines={2} page>
      {(all) => {
        const watched = all
          .filter(({ enabled }) => enabled)
          .sort((a, b) => a.name.localeCompare(b.name, 'vi', { numeric: true }));
        const one = all.find(({ id }) => id === chosen);
        if (watched.length > 0 || one) return <Wall cameras={watched} one={one} onOpen={open} />;
        return (
          <>
            <PageHeader title={t('wall.title')} back={{ href: CAMERAS_PATH, name: t('nav.cameras') }} />
            <div className="card">
              <EmptyState
                icon={IconVideo}
                title={t('wall.empty')}
                action={
                  mayAdd && (
                    <Button component={Link} href="/cameras/add">
                      {t('wall.add')}
                    </Button>
                  )
                }
              >
                {t(mayAdd ? 'wall.emptyText' : 'wall.emptyAsk')}
              </EmptyState>
            </div>
          </>
        );
      }}
    </QueryView>
  );
}

interface WallProps {
  cameras: CameraView[];
  one: CameraView | undefined;
  onOpen: (cameraId: string | null) => void;
}

function Wall({ cameras, one, onOpen }: WallProps) {
  const { t } = useText();
  const frame = useRef<HTMLDivElement>(null);
  const { isFull, toggle, isPossible } = useFullScreen(frame);
  const [settings, change] = useWallSettings();
  // Whoever comes back from a large picture finds the page that was there before.
  const [page, setPage] = useState(0);
  const [cameFrom, setCameFrom] = useState<string | null>(null);
  const rearrange = (part: Partial<WallSettings>) => {
    change(part);
    if (part.turns === undefined) setPage(0);
    setCameFrom(null);
  };
  const turn = useCallback((next: SetStateAction<number>) => {
    setPage(next);
    // A page that comes round again by itself is to take no focus.
    setCameFrom(null);
  }, []);
  const openOne = (cameraId: string) => {
    setCameFrom(cameraId);
    onOpen(cameraId);
  };
  const mayReadZones = useRight('commune.read');
  const zones = useZones(mayReadZones).data ?? [];
  const inside = settings.zone && zones.length > 0 ? withBelow(zones, [settings.zone]) : undefined;
  const shown = inside ? cameras.filter(({ zoneId }) => zoneId !== null && inside.has(zoneId)) : cameras;
  const Mark = isFull ? IconMinimize : IconMaximize;
  const fullScreen = isPossible && (
    <Button variant="default" leftSection={<Mark size={20} aria-hidden />} onClick={toggle}>
      {t(isFull ? 'wall.leaveFull' : 'wall.full')}
    </Button>
  );
  return (
    <div className="wall" ref={frame} data-full={isFull || undefined}>
      <AlertLine />
      {one ? (
        <OneCamera key={one.id} camera={one} onBack={() => onOpen(null)} fullScreen={fullScreen} />
      ) : (
        <>
          <PageHeader
            title={t('wall.title')}
            actions={fullScreen}
            back={{ href: CAMERAS_PATH, name: t('nav.cameras') }}
          />
          <WallChoices settings={settings} change={rearrange}>
            {mayReadZones && zones.length > 0 && (
              <ZoneFilter zones={zones} value={settings.zone} onChange={(zone) => rearrange({ zone })} />
            )}
          </WallChoices>
          {shown.length === 0 ? (
            <div className="card">
              <EmptyState icon={IconSearchOff} title={t('wall.nothing')}>
                {t('wall.nothingText')}
              </EmptyState>
            </div>
          ) : (
            <WallGrid
              key={`${settings.size} ${settings.zone}`}
              cameras={shown}
              size={settings.size}
              turns={settings.turns}
              page={page}
              onPage={turn}
              cameFrom={cameFrom}
              onOpen={openOne}
            />
          )}
        </>
      )}
    </div>
  );
}

interface ChoicesProps {
  settings: WallSettings;
  change: (part: Partial<WallSettings>) => void;
  children: React.ReactNode;
}

function WallChoices({ settings, change, children }: ChoicesProps) {
  const { t } = useText();
  return (
    <div className="filters wall-choices">
      <FilterChips
        label={t('wall.size')}
        value={String(settings.size)}
        onChange={(size) => change({ size: SIZES.find((one) => String(one) === size) ?? settings.size })}
        options={SIZES.map((size) => ({ value: String(size), label: t('wall.pictures', { count: size }) }))}
      />
      {children}
      <Switch
        label={t('wall.turns')}
        checked={settings.turns}
        onChange={(event) => change({ turns: event.currentTarget.checked })}
      />
    </div>
  );
}
