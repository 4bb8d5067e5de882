import type { StreamRole } from '../../schemas.ts';
import type { Hub } from '../hub.ts';
import type { Outlet } from '../viewer.ts';
import { Loopback } from './loopback.ts';
import { Mpeg1Viewer } from './mpeg1-viewer.ts';
import { Transcode } from './transcode.ts';

export interface Mpeg1Parts {
  hub: Pick<Hub, 'join'>;
  program: string;
  say(reason: string): { vi: string; en: string };
  /** Streams that may be made at the same time. */
  most: number;
}

export interface Mpeg1 {
  /** Shows a stream as MPEG-1 in a transport stream; the function returned ends it. */
  watch(cameraId: string, role: StreamRole, outlet: Outlet): Promise<() => void>;
  /** How many are being made. */
  readonly running: number;
  close(): Promise<void>;
}

/** For browsers that can't decode what the camera sends: each stream costs most of a core, and is made once for all. */
export function createMpeg1({ hub, program, say, most }: Mpeg1Parts): Mpeg1 {
  const loopback = new Loopback();
  const transcodes = new Map<string, Transcode>();
  const ending = new Set<Promise<void>>();
  let closed = false;

  function begin(key: string, cameraId: string, role: StreamRole): Transcode {
    const transcode = new Transcode({ hub, program, cameraId, role, offer: () => loopback.offer() });
    transcodes.set(key, transcode);
    return transcode;
  }

  function end(key: string, transcode: Transcode): void {
    if (transcodes.get(key) === transcode) transcodes.delete(key);
    const gone = transcode.end();
    ending.add(gone);
    void gone.finally(() => ending.delete(gone));
  }

  return {
    async watch(cameraId, role, outlet) {
      await loopback.ready();
      const key = `${cameraId}/${role}`;
      const viewer = new Mpeg1Viewer(outlet, say);
      const running = transcodes.get(key);
      if (closed || (!running && transcodes.size >= most)) {
        viewer.lost('camera.transcoders_busy');
        return () => {};
      }
      const transcode = running ?? begin(key, cameraId, role);
      transcode.viewers.add(viewer);
      if (!running) transcode.start();
      return () => {
        if (transcode.viewers.delete(viewer) && transcode.viewers.size === 0) end(key, transcode);
      };
    },
    get running() {
      return transcodes.size;
    },
    async close() {
      closed = true;
      for (const [key, transcode] of transcodes) end(key, transcode);
      await Promise.all(ending);
      loopback.close();
    },
  };
}
