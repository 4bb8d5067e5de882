import { useState } from 'react';

export const SIZES = [1, 4, 9, 16] as const;
export type WallSize = (typeof SIZES)[number];

export interface WallSettings {
  /** Pictures on a page. */
  size: WallSize;
  /** '' for all zones. */
  zone: string;
  /** The pages turn by themselves. */
  turns: boolean;
}

const STORED = 'tramso.wall';
const FIRST: WallSettings = { size: 4, zone: '', turns: false };

/** How this browser shows the wall; a screen in the guard room is set once. */
export function useWallSettings() {
  const [settings, setSettings] = useState(readSettings);
  const change = (part: Partial<WallSettings>) => {
    const next = { ...settings, ...part };
    setSettings(next);
    localStorage.setItem(STORED, JSON.stringify(next));
  };
  return [settings, change] as const;
}

function readSettings(): WallSettings {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORED) ?? 'null');
    if (typeof stored !== 'object' || stored === null) return FIRST;
    const { size, zone, turns } = stored as Record<string, unknown>;
    return {
      size: SIZES.find((one) => one === size) ?? FIRST.size,
      zone: typeof zone === 'string' ? zone : '',
      turns: turns === true,
    };
  } catch {
    return FIRST;
  }
}
