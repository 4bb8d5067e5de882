import type { WebSocket } from 'ws';
import type { Viewings } from '../viewing/viewings.ts';
import type { Hub } from './hub.ts';
import type { Mpeg1 } from './mpeg1/mpeg1.ts';
import { type Outlet, Viewer } from './viewer.ts';
import type { Watching } from './watching.ts';

export interface LiveSocketsParts {
  hub: Pick<Hub, 'join'>;
  mpeg1: Mpeg1;
  viewings: Pick<Viewings, 'begin' | 'note'>;
  say(reason: string): { vi: string; en: string };
}

/** Far more than a commune has eyes; each may have 10 MB waiting for a moment. */
const MOST_VIEWERS = 100;
const TRY_AGAIN_LATER = 1013;

/** Shows streams on WebSockets until those close, and has it written down. */
export class LiveSockets {
  readonly #parts: LiveSocketsParts;
  #viewers = 0;

  constructor(parts: LiveSocketsParts) {
    this.#parts = parts;
  }

  /** Fragmented MP4, for a browser's MediaSource. */
  openLive(socket: WebSocket, watching: Watching): void {
    if (!this.#admit(socket, watching)) return;
    const { hub, say } = this.#parts;
    const leave = hub.join(watching.camera, watching.stream, new Viewer({ outlet: outletOf(socket), say }));
    socket.once('close', leave);
  }

  /** MPEG-1 in a transport stream, for jsmpeg. Rejects where the loopback port can't be opened. */
  async openMpeg1(socket: WebSocket, watching: Watching): Promise<void> {
    if (!this.#admit(socket, watching)) return;
    const leave = await this.#parts.mpeg1.watch(watching.camera, watching.stream, outletOf(socket));
    if (socket.readyState === socket.OPEN) socket.once('close', leave);
    else leave();
  }

  /** What cannot be written down is not shown: then this throws, and the socket is closed. */
  #admit(socket: WebSocket, { session: { user }, ip, camera }: Watching): boolean {
    if (this.#viewers >= MOST_VIEWERS) {
      socket.close(TRY_AGAIN_LATER);
      return false;
    }
    const endViewing = this.#parts.viewings.begin({
      by: { user, ip },
      cameraId: camera,
      kind: 'live',
      failed: () => socket.close(TRY_AGAIN_LATER),
    });
    this.#viewers++;
    socket.once('close', () => {
      this.#viewers--;
      endViewing();
    });
    return true;
  }
}

/** What is sent after the other side has gone is nobody's error. */
function outletOf(socket: WebSocket): Outlet {
  return {
    get bufferedAmount() {
      return socket.bufferedAmount;
    },
    send(data) {
      if (socket.readyState === socket.OPEN)
        socket.send(data, { binary: typeof data !== 'string' }, () => {});
    },
  };
}
