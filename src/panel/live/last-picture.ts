/** Keeps what a video shows now, so that nobody looks at a black screen while its stream begins anew. */
export function keepLastPicture(video: HTMLVideoElement, last: HTMLCanvasElement): void {
  // Nothing has come yet: what was kept before is still the last picture.
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || video.videoWidth === 0) return;
  last.width = video.videoWidth;
  last.height = video.videoHeight;
  last.getContext('2d')?.drawImage(video, 0, 0);
}

/** The video has pictures of its own again. */
export function forgetLastPicture(last: HTMLCanvasElement): void {
  last.width = 0;
  last.height = 0;
}
