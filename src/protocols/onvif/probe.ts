import { randomUUID } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Hearing } from './hearing.ts';
import { PROBE_TYPES, probeMessage } from './probe-message.ts';
import { readProbeReply } from './probe-reply.ts';

const PORT = 3702;
export const MULTICAST = '239.255.255.250';
/** UDP loses, and a LAN full of cameras answers in one moment: one question at a time; ms after the start. */
const QUESTIONS = [
  { after: 0, types: 'dn:NetworkVideoTransmitter' },
  { after: 200, types: 'tds:Device' },
  { after: 600, types: 'dn:NetworkVideoTransmitter' },
  { after: 1_200, types: 'tds:Device' },
] as const;
/** Linux counts 4 kB a reply against it, and gives no more than net.core.rmem_max, twice: enough for about 90. */
const RECEIVE_BUFFER = 4_194_304;
/** Parsing in one turn, ms: the socket is emptied before anything is parsed. */
const TURN_MS = 4;
const MAX_DATAGRAMS = 4_000;
const MAX_FROM_ONE = 64;
/** Addresses asked in one go, so that their ARP questions do not crowd the line. */
const BATCH = 32;

export interface Probe {
  /** Own address to ask from; undefined leaves it to the routes. */
  from: string | undefined;
  interface: string;
  targets: readonly string[];
  timeoutMs: number;
  hearing: Hearing;
  signal?: AbortSignal | undefined;
  port?: number | undefined;
}

/**
 * Asks with one socket and listens until the time is over, enough has come, or the signal aborts. Never throws:
 * `error` where nothing could be sent, `refused` counts the replies that were no good.
 */
export async function probe(options: Probe): Promise<{ error: string | null; refused: number }> {
  const { from, targets, timeoutMs, hearing, port = PORT } = options;
  const stop = new AbortController();
  const signals = [stop.signal, AbortSignal.timeout(timeoutMs), ...(options.signal ? [options.signal] : [])];
  const over = AbortSignal.any(signals);
  const ids = new Map(PROBE_TYPES.map((types) => [types, randomUUID()]));
  const known = new Set(ids.values());
  const fromOne = new Map<string, number>();
  let [datagrams, refused] = [0, 0];
  let error: string | null = null;

  const socket = createSocket({ type: 'udp4' });
  socket.on('error', (failure: NodeJS.ErrnoException) => {
    error ??= failure.code ?? failure.message;
    stop.abort();
  });
  const waiting: { data: Buffer; address: string }[] = [];
  let parsing: Promise<void> | undefined;
  socket.on('message', (data, { address }) => {
    datagrams += 1;
    const count = (fromOne.get(address) ?? 0) + 1;
    fromOne.set(address, count);
    if (datagrams >= MAX_DATAGRAMS || hearing.full) stop.abort();
    if (count > MAX_FROM_ONE) {
      refused += 1;
      return;
    }
    waiting.push({ data, address });
    parsing ??= parse();
  });

  async function parse(): Promise<void> {
    while (waiting.length > 0) {
      await new Promise((resolve) => setImmediate(resolve));
      const until = performance.now() + TURN_MS;
      while (waiting.length > 0 && performance.now() < until) read(waiting.shift());
    }
    parsing = undefined;
  }

  function read(reply: (typeof waiting)[number] | undefined): void {
    if (!reply) return;
    try {
      for (const device of readProbeReply(reply.data, reply.address, known)) {
        hearing.add({ ...device, interface: options.interface });
      }
    } catch {
      refused += 1;
    }
  }

  try {
    await bound();
    let at = 0;
    for (const { after, types } of QUESTIONS) {
      await sleep(after - at, undefined, { signal: over });
      at = after;
      await ask(types);
    }
    await sleep(timeoutMs, undefined, { signal: over });
  } catch (failure) {
    if (!over.aborted) error ??= (failure as NodeJS.ErrnoException).code ?? String(failure);
  } finally {
    await new Promise<void>((resolve) => socket.close(resolve));
    await parsing;
  }
  return { error, refused };

  function bound(): Promise<void> {
    return new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.bind({ port: 0, ...(from === undefined ? {} : { address: from }) }, () => {
        socket.off('error', reject);
        // Without this the kernel picks the interface of the default route for every multicast.
        if (from !== undefined) socket.setMulticastInterface(from);
        socket.setRecvBufferSize(RECEIVE_BUFFER);
        resolve();
      });
    });
  }

  /** What cannot be sent to one target (no route) says nothing of the others. */
  async function ask(types: (typeof PROBE_TYPES)[number]): Promise<void> {
    const message = probeMessage(ids.get(types) ?? '', types);
    let sent = 0;
    let failed: string | null = null;
    for (let at = 0; at < targets.length; at += BATCH) {
      if (at > 0) await sleep(20, undefined, { signal: over });
      for (const target of targets.slice(at, at + BATCH)) {
        const failure = await new Promise<NodeJS.ErrnoException | null>((resolve) =>
          socket.send(message, port, target, resolve),
        );
        if (failure) failed = failure.code ?? failure.message;
        else sent += 1;
      }
    }
    error = sent > 0 ? null : failed;
  }
}
