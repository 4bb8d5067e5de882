import { connect } from 'node:net';

export interface ProbeOptions {
  /** For the connection; the first words of the other side get as long again, ms. */
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  connect?: typeof connect;
}

/** Whether a TCP port takes connections. `refused`: the host is there and the port is closed. */
export type PortState = 'open' | 'refused' | 'silent';

/** Tries one TCP port and hangs up at once. Never throws and leaves no socket. */
export function probePort(host: string, port: number, options: ProbeOptions): Promise<PortState> {
  return new Promise((resolve) => {
    if (options.signal?.aborted) return resolve('silent');
    const socket = (options.connect ?? connect)({ host, port });
    const end = (state: PortState) => {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', onAbort);
      socket.destroy();
      resolve(state);
    };
    const timer = setTimeout(() => end('silent'), options.timeoutMs);
    const onAbort = () => end('silent');
    options.signal?.addEventListener('abort', onAbort, { once: true });
    socket.once('connect', () => end('open'));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      end(error.code === 'ECONNREFUSED' ? 'refused' : 'silent'),
    );
  });
}

const BANNER_BYTES = 512;

/**
 * What a server says of its own accord (FTP, telnet) or to `hello`, as Latin-1 text of at most 512 bytes; empty where
 * it says nothing in time, undefined where the port is not open. Never throws and leaves no socket.
 */
export function readBanner(
  host: string,
  port: number,
  { timeoutMs, signal, ...options }: ProbeOptions,
  hello?: string,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve(undefined);
    let heard: Buffer | undefined;
    const socket = (options.connect ?? connect)({ host, port });
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      socket.destroy();
      resolve(heard?.subarray(0, BANNER_BYTES).toString('latin1'));
    };
    let timer = setTimeout(end, timeoutMs);
    signal?.addEventListener('abort', end, { once: true });
    socket.once('connect', () => {
      heard = Buffer.alloc(0);
      clearTimeout(timer);
      timer = setTimeout(end, timeoutMs);
      if (hello !== undefined) socket.write(hello);
    });
    socket.on('data', (chunk) => {
      heard = Buffer.concat([heard ?? Buffer.alloc(0), chunk]);
      // The first words are enough, and a chatty server is not listened to for ever.
      if (heard.length >= BANNER_BYTES || heard.includes('\n') || hello === undefined) end();
    });
    socket.on('error', end);
    socket.on('close', end);
  });
}
