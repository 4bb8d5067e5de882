import type { StreamRole } from '../../../../cameras/schemas.ts';
import { localDay, localTime } from '../../../../clock.ts';
import { fetchSnapshot } from '../../../api/wall.ts';

/** Saves the latest picture of a camera in the browser's downloads. Throws ApiError. */
export async function saveSnapshot(
  { id, name }: { id: string; name: string },
  stream: StreamRole,
  at: number,
): Promise<void> {
  const picture = await fetchSnapshot(id, stream);
  const address = URL.createObjectURL(picture);
  const link = document.createElement('a');
  link.href = address;
  link.download = snapshotName(name, at);
  link.click();
  URL.revokeObjectURL(address);
}

/** `Cổng chợ_2026-11-24_07-30-05.jpg`: sorted by camera, then by time, on every system of files. */
export function snapshotName(camera: string, at: number): string {
  const name = camera.replace(/[\\/:*?"<>|\p{Cc}]+/gu, ' ').trim() || 'camera';
  return `${name}_${localDay(at)}_${localTime(at).replaceAll(':', '-')}.jpg`;
}
