import { join } from 'node:path';
import { localDay } from '../../clock.ts';

/** UUIDs only: nothing that a camera or a person says becomes a part of a path. */
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export const EXPORTS = 'exports';
export const isId = (text: string): boolean => ID.test(text);
export const isDay = (text: string): boolean => DAY.test(text);

/** `<camera>/<local day>/<id>.mp4`, inside the recordings' folder. */
export function segmentPath({
  id,
  cameraId,
  startedAt,
}: {
  id: string;
  cameraId: string;
  startedAt: number;
}): string {
  if (!isId(id) || !isId(cameraId)) throw new Error('a segment needs UUIDs for its path');
  return join(cameraId, localDay(startedAt), `${id}.mp4`);
}

/** The id in the name of a segment's file. */
export function idOfFile(name: string): string | undefined {
  const id = name.endsWith('.mp4') ? name.slice(0, -4) : '';
  return isId(id) ? id : undefined;
}
