import type { ChildProcess } from 'node:child_process';
import type { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';

/** Only the muxer: the package's main class would open a WebSocket server without sign-in on every interface. */
const Mpeg1Muxer = createRequire(import.meta.url)('node-rtsp-stream/mpeg1muxer') as new (options: {
  url: string;
  ffmpegPath: string;
  ffmpegOptions: Record<string, string | number>;
}) => EventEmitter & { stream: ChildProcess };

/** MPEG-1 has no fewer than 24 frames a second; 960 points are as much as one core does beside all else. */
const OPTIONS = {
  '-nostdin': '',
  '-nostats': '',
  '-loglevel': 'error',
  '-threads': 1,
  '-vf': "scale='min(960,iw)':-2:flags=fast_bilinear,format=yuv420p",
  '-r': 25,
  '-g': 25,
  '-bf': 0,
  '-b:v': '1500k',
  '-maxrate': '2500k',
  '-bufsize': '1500k',
  '-c:a': 'mp2',
  '-ar': 44_100,
  '-ac': 1,
  '-b:a': '64k',
  '-muxdelay': '0.001',
  '-flush_packets': 1,
};

export interface MuxerParts {
  /** Our own loopback address. */
  url: string;
  program: string;
  data(chunk: Buffer): void;
  /** Once, however it ended. */
  ended(): void;
}

export interface Muxer {
  /** Ends it at once; resolves when it is gone. */
  end(): Promise<void>;
}

/** One ffmpeg of node-rtsp-stream, which makes MPEG-1 in a transport stream out of our loopback stream. */
export function startMuxer({ url, program, data, ended }: MuxerParts): Muxer {
  const muxer = new Mpeg1Muxer({ url, ffmpegPath: program, ffmpegOptions: OPTIONS });
  const { stream: child } = muxer;
  const gone = new Promise<void>((resolve) => {
    // At once: a program that is missing is told by this event, which nobody else takes.
    child.once('error', () => resolve());
    child.once('close', () => resolve());
  });
  muxer.on('mpeg1data', data);
  void gone.then(ended);
  return {
    async end() {
      muxer.removeAllListeners('mpeg1data');
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await gone;
    },
  };
}
