import type { Writable } from 'node:stream';
import { openRtspDoor } from '../rtsp/rtsp-door.ts';
import { listOf, type StreamAddress } from './rtsp-address.ts';

/** What an ffmpeg reads: a list that names the camera, or the camera behind a door that signs in for it. */
export type Feed = { list: string } | { door: StreamAddress };

/** Tells an ffmpeg what to read; the function returned closes the way there. */
export function feed(stdin: Writable, source: Feed): () => void {
  if ('list' in source) {
    stdin.end(source.list);
    return () => {};
  }
  const { url, account } = source.door;
  let over = false;
  let close = () => {};
  openRtspDoor({ target: url, account, reads: true }).then(
    (door) => {
      close = door.close;
      if (over) close();
      else stdin.end(listOf({ url: door.url, account: undefined }));
    },
    // Without a list it ends, and is tried again.
    () => stdin.end(),
  );
  return () => {
    over = true;
    close();
  };
}
