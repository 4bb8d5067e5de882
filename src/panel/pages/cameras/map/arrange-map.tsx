import { Button } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import type { MapFacts } from '../../../../cameras/map/routes.ts';
import type { CameraView } from '../../../../cameras/schemas.ts';
import { useUpdateAnyCamera } from '../../../api/cameras.ts';
import { Failure } from '../../../components/failure.tsx';
import { Notice } from '../../../components/notice.tsx';
import { useText } from '../../../i18n/index.ts';
import { isPlaced, MapPicture, PinFace, percent, pinClass } from './map-board.tsx';

/** As shares of the picture; both null: not on the map. */
interface Point {
  mapX: number | null;
  mapY: number | null;
}

const AWAY: Point = { mapX: null, mapY: null };
const CENTRE: Point = { mapX: 0.5, mapY: 0.5 };
/** What one press of an arrow key moves, as a share of the picture; with Shift. */
const STEP = 0.005;
const LEAP = 0.05;
/** The keys have come to rest. */
const REST_MS = 600;
/** A finger that trembles does not drag. */
const SLACK_PX = 4;

const ARROWS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The map to put cameras on: by drag, by choosing one and pressing where it stands, or by the arrow keys. */
export function ArrangeMap({ picture, cameras }: { picture: MapFacts; cameras: CameraView[] }) {
  const { t } = useText();
  const update = useUpdateAnyCamera();
  const board = useRef<HTMLDivElement>(null);
  const [chosenId, setChosenId] = useState<string>();
  // Where they have been put here: the station's answer comes a moment later.
  const [moved, setMoved] = useState<Readonly<Record<string, Point>>>({});
  const known = cameras
    .map((camera) => ({ ...camera, ...moved[camera.id] }))
    .sort((a, b) => a.name.localeCompare(b.name, 'vi', { numeric: true }));
  const chosen = known.find(({ id }) => id === chosenId);
  const waiting = known.filter((camera) => !isPlaced(camera));

  const save = (id: string, point: Point) =>
    update.mutate(
      { id, ...point },
      {
        // It goes back to where the station has it.
        onError: () => setMoved(({ [id]: _refused, ...others }) => others),
      },
    );
  const saveSoon = useDebouncedCallback(save, { delay: REST_MS, flushOnUnmount: true });
  const show = (id: string, point: Point) => setMoved((before) => ({ ...before, [id]: point }));
  const put = (id: string, point: Point) => {
    show(id, point);
    save(id, point);
  };
  const pointAt = ({ clientX, clientY }: { clientX: number; clientY: number }): Point => {
    const box = board.current?.getBoundingClientRect();
    if (!box) return CENTRE;
    return { mapX: share((clientX - box.left) / box.width), mapY: share((clientY - box.top) / box.height) };
  };
  const onKey = (camera: CameraView, event: KeyboardEvent) => {
    if (event.key === 'Delete') {
      put(camera.id, AWAY);
      return;
    }
    const arrow = ARROWS[event.key];
    if (!arrow) return;
    event.preventDefault();
    const step = event.shiftKey ? LEAP : STEP;
    const point = {
      mapX: share((camera.mapX ?? 0) + arrow[0] * step),
      mapY: share((camera.mapY ?? 0) + arrow[1] * step),
    };
    show(camera.id, point);
    saveSoon(camera.id, point);
  };

  return (
    <>
      <Notice tone="info">
        {t('cameras.mapPage.how')} <span className="for-keys">{t('cameras.mapPage.howByKeys')}</span>
      </Notice>
      <Failure error={update.error} />
      {waiting.length > 0 && (
        <section className="card column">
          <h2>{t('cameras.mapPage.waiting', { count: waiting.length })}</h2>
          <div className="row-wrap map-waiting">
            {waiting.map(({ id, name }) => (
              <button
                key={id}
                type="button"
                className="chip map-chip"
                aria-pressed={id === chosenId}
                onClick={() => setChosenId(id === chosenId ? undefined : id)}
              >
                {name}
              </button>
            ))}
          </div>
        </section>
      )}
      {/* There before anything is chosen: the map is not to move from under the pointer. */}
      <div className="row-wrap map-chosen" aria-live="polite">
        {chosen && (
          <>
            <span className="grow">
              {t(isPlaced(chosen) ? 'cameras.mapPage.moveIt' : 'cameras.mapPage.putIt', {
                name: chosen.name,
              })}
            </span>
            {isPlaced(chosen) ? (
              <Button variant="default" onClick={() => put(chosen.id, AWAY)}>
                {t('cameras.mapPage.takeOff')}
              </Button>
            ) : (
              <Button variant="default" onClick={() => put(chosen.id, CENTRE)}>
                {t('cameras.mapPage.centre')}
              </Button>
            )}
          </>
        )}
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: with keys a camera is put in the middle and moved from there */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: as above */}
      <div
        ref={board}
        className="map map-named map-arranged"
        onClick={(event) => chosen && put(chosen.id, pointAt(event))}
      >
        <MapPicture picture={picture} />
        {known.filter(isPlaced).map((camera) => (
          <Pin
            key={camera.id}
            camera={camera}
            chosen={camera.id === chosenId}
            onChoose={() => setChosenId(camera.id)}
            onKey={(event) => onKey(camera, event)}
            onDrag={(event) => show(camera.id, pointAt(event))}
            onDrop={(event) => put(camera.id, pointAt(event))}
          />
        ))}
      </div>
    </>
  );
}

interface PinProps {
  camera: CameraView;
  chosen: boolean;
  onChoose: () => void;
  onKey: (event: KeyboardEvent) => void;
  onDrag: (event: PointerEvent) => void;
  onDrop: (event: PointerEvent) => void;
}

function Pin({ camera, chosen, onChoose, onKey, onDrag, onDrop }: PinProps) {
  const { t } = useText();
  const from = useRef<{ x: number; y: number; dragged: boolean }>(undefined);
  return (
    <button
      type="button"
      className={pinClass(camera)}
      style={{ left: percent(camera.mapX), top: percent(camera.mapY) }}
      aria-label={t('cameras.mapPage.pinToMove', { name: camera.name })}
      aria-pressed={chosen}
      onClick={(event) => event.stopPropagation()}
      onFocus={onChoose}
      onKeyDown={onKey}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { x: event.clientX, y: event.clientY, dragged: false };
        onChoose();
      }}
      onPointerMove={(event) => {
        const start = from.current;
        if (!start) return;
        const distance = Math.hypot(event.clientX - start.x, event.clientY - start.y);
        if (!start.dragged && distance < SLACK_PX) return;
        start.dragged = true;
        onDrag(event);
      }}
      onPointerUp={(event) => {
        if (from.current?.dragged) onDrop(event);
        from.current = undefined;
      }}
      onPointerCancel={() => {
        from.current = undefined;
      }}
    >
      <PinFace camera={camera} />
    </button>
  );
}

/** Within the picture, and no finer than a ten-thousandth of it. */
function share(value: number): number {
  return Math.round(Math.min(1, Math.max(0, value)) * 10_000) / 10_000;
}
