import type { CameraView } from '../../../../cameras/schemas.ts';

/** Since when there has been no picture, UTC ms; null where there is one, or nobody knows. */
export function downSince({ health: { state, since } }: Pick<CameraView, 'health'>): number | null {
  return state === 'down' ? since : null;
}
