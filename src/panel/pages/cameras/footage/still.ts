import { localDay, localTime } from '../../../../clock.ts';

/**
 * Saves the picture that is shown, in its own size; false where the browser has none.
 *
 * @param at when it was, UTC ms: the file is called by it
 */
export async function saveStill(video: HTMLVideoElement, camera: string, at: number): Promise<boolean> {
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  if (canvas.width === 0) return false;
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.92));
  if (!blob) return false;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = `${camera.replaceAll(/[^\p{L}\p{N} -]/gu, '')} ${localDay(at)} ${localTime(at).replaceAll(':', '-')}.jpg`;
  link.click();
  // The browser has taken it over by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  return true;
}
