import { Link } from 'wouter';
import type { MapFacts } from '../../../../cameras/map/routes.ts';
import type { CameraView } from '../../../../cameras/schemas.ts';
import { mapUrl } from '../../../api/commune-map.ts';
import { useText } from '../../../i18n/index.ts';
import { STATE_LOOKS } from '../camera-pill.tsx';

/** Names of more cameras than this would lie over each other: they then come with the pointer or the focus only. */
const NAMED = 16;

/** The map to look at: each camera leads to its page. */
export function MapBoard({ picture, cameras }: { picture: MapFacts; cameras: CameraView[] }) {
  const { t } = useText();
  const placed = cameras
    .filter(isPlaced)
    .sort((a, b) => a.name.localeCompare(b.name, 'vi', { numeric: true }));
  return (
    <div className={placed.length > NAMED ? 'map' : 'map map-named'}>
      <MapPicture picture={picture} />
      <ul>
        {placed.map((camera) => (
          <li key={camera.id}>
            <Link
              href={`/cameras/${camera.id}`}
              className={pinClass(camera)}
              style={{ left: percent(camera.mapX), top: percent(camera.mapY) }}
              aria-label={t('cameras.mapPage.pin', {
                name: camera.name,
                state: t(`cameras.states.${camera.health.state}`),
              })}
            >
              <PinFace camera={camera} />
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

export function MapPicture({ picture }: { picture: MapFacts }) {
  const { t } = useText();
  const { id, width, height } = picture;
  return (
    <img src={mapUrl(id)} width={width} height={height} alt={t('cameras.mapPage.alt')} draggable={false} />
  );
}

/** A sign for its state, and its name. */
export function PinFace({ camera }: { camera: CameraView }) {
  const Mark = STATE_LOOKS[camera.health.state][1];
  return (
    <>
      <Mark size={20} stroke={2} aria-hidden />
      <span className="pin-name" aria-hidden>
        {camera.name}
      </span>
    </>
  );
}

export const pinClass = ({ health: { state } }: CameraView) => `pin pin-${state}`;

export const percent = (share: number | null) => `${(share ?? 0) * 100}%`;

export function isPlaced({ mapX, mapY }: Pick<CameraView, 'mapX' | 'mapY'>): boolean {
  return mapX !== null && mapY !== null;
}
