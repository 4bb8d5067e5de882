import { ActionIcon } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { type Dispatch, type SetStateAction, useEffect, useState } from 'react';
import type { CameraView } from '../../../../cameras/schemas.ts';
import { useText } from '../../../i18n/index.ts';
import type { WallSize } from './wall-settings.ts';
import { WallTile } from './wall-tile.tsx';

/** Long enough to look at 16 pictures. */
const TURN_MS = 20_000;

interface Props {
  cameras: CameraView[];
  size: WallSize;
  turns: boolean;
  /** The one that is wanted; there may be fewer by now. */
  page: number;
  onPage: Dispatch<SetStateAction<number>>;
  /** Whose large picture somebody comes back from. */
  cameFrom: string | null;
  onOpen: (cameraId: string) => void;
}

/** The pictures of one page; the others are not fetched. */
export function WallGrid({ cameras, size, turns, page: wanted, onPage, cameFrom, onOpen }: Props) {
  const { t } = useText();
  const [soundOf, setSoundOf] = useState<string | null>(null);
  const pages = Math.ceil(cameras.length / size);
  // Cameras may have been removed, or the zone is another one.
  const page = Math.min(wanted, pages - 1);
  useEffect(() => {
    if (!turns || pages < 2) return;
    const timer = setInterval(() => onPage((before) => (Math.min(before, pages - 1) + 1) % pages), TURN_MS);
    return () => clearInterval(timer);
  }, [turns, pages, onPage]);
  const go = (by: number) => onPage((page + by + pages) % pages);
  return (
    <div className="wall-body">
      <ul className="wall-grid" data-size={size}>
        {cameras.slice(page * size, (page + 1) * size).map((camera) => (
          <WallTile
            key={camera.id}
            camera={camera}
            hasSound={soundOf === camera.id}
            onSound={(isOn) => setSoundOf(isOn ? camera.id : null)}
            onOpen={() => onOpen(camera.id)}
            cameFrom={cameFrom === camera.id}
            size={size}
          />
        ))}
      </ul>
      {pages > 1 && (
        <nav className="wall-pages" aria-label={t('wall.pages')}>
          <ActionIcon variant="default" size={44} aria-label={t('wall.previous')} onClick={() => go(-1)}>
            <IconChevronLeft size={22} aria-hidden />
          </ActionIcon>
          <span className="numbers" aria-live="polite">
            {t('wall.page', { page: page + 1, pages })}
          </span>
          <ActionIcon variant="default" size={44} aria-label={t('wall.next')} onClick={() => go(1)}>
            <IconChevronRight size={22} aria-hidden />
          </ActionIcon>
        </nav>
      )}
    </div>
  );
}
