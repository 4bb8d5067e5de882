import { setTimeout as sleep } from 'node:timers/promises';
import { isDigest, readChallenges } from '../http-auth.ts';
import { ASK_CLOCK } from './device.ts';
import { envelope } from './envelope.ts';
import { OnvifError } from './error.ts';
import { type Answer, exchange } from './exchange.ts';
import { readAnswer } from './fault.ts';
import { hearing as openHearing } from './hearing.ts';
import { actionOf } from './library.ts';
import { probe } from './probe.ts';
import type { FoundDevice, SweepOptions } from './types.ts';

/** Where makers put their device service by default; 443 is asked by https. */
const PORTS = [80, 8080, 8000, 8899, 2020, 5000, 443];
const REQUEST = 1_500;
const PARALLEL = 64;
/** Between the first addresses: opening hundreds of connections in one turn would hold the main thread. */
const APART = 5;
const LISTEN = 1_500;
/** Nobody has this address: its other ports need no question. */
const NOBODY = new Set(['EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH']);

/**
 * Asks addresses one by one for cameras that multicast does not reach: first by a directed WS-Discovery probe, then,
 * where none came back, by a question that anybody may ask (the clock) on all ports of the makers. No account is sent.
 *
 * Throws only the signal's reason.
 */
export async function sweep(options: SweepOptions): Promise<FoundDevice[]> {
  const { ports = PORTS, requestMs = REQUEST, parallel = PARALLEL, signal, onProgress } = options;
  signal?.throwIfAborted();
  const asked = new Set(options.addresses);
  const hearing = openHearing((device) => {
    // A directed probe is answered by the one asked, or not at all.
    if (asked.has(device.address)) options.onFound?.(device);
  });
  onProgress?.(0);
  const targets = [...asked];
  await probe({ from: undefined, interface: '', targets, timeoutMs: LISTEN, hearing, signal });
  signal?.throwIfAborted();

  const heard = new Set(hearing.found.map(({ address }) => address));
  const rest = targets.filter((address) => !heard.has(address));
  let done = targets.length - rest.length;
  const queue = rest.values();
  const ask = async (_none: unknown, worker: number) => {
    await sleep(worker * APART);
    signal?.throwIfAborted();
    for (const address of queue) {
      const url = await serviceAt(address, ports, requestMs, signal);
      signal?.throwIfAborted();
      if (url) hearing.add(bareDevice(address, url));
      done += 1;
      onProgress?.(done / targets.length);
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallel, rest.length) }, ask));
  onProgress?.(1);
  return hearing.found.filter(({ address }) => asked.has(address));
}

async function serviceAt(
  address: string,
  ports: readonly number[],
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const over = new AbortController();
  const ending = signal ? AbortSignal.any([signal, over.signal]) : over.signal;
  const asked = ports.map((port) => {
    const url = new URL(`${port === 443 ? 'https' : 'http'}://${address}:${port}/onvif/device_service`);
    const answers = answersAt(url, timeoutMs, ending).catch((error: unknown) => {
      if (error instanceof OnvifError && NOBODY.has(causeCode(error))) over.abort();
      return false;
    });
    return { url, answers };
  });
  try {
    // All at once, since a silent address takes its whole time at each; the makers' order decides.
    for (const { url, answers } of asked) if (await answers) return url.href;
    return undefined;
  } finally {
    over.abort();
  }
}

async function answersAt(url: URL, timeoutMs: number, signal: AbortSignal): Promise<boolean> {
  const answer = await exchange({
    url,
    body: envelope('', ASK_CLOCK.body),
    headers: {
      'Content-Type': `application/soap+xml; charset=utf-8; action="${actionOf(ASK_CLOCK.body)}"`,
    },
    timeoutMs,
    signal,
    maxBytes: 65_536,
  });
  return speaksOnvif(answer);
}

/** It tells its clock, or refuses in SOAP or with a digest challenge. Any other refusal may be any web page. */
async function speaksOnvif(answer: Answer): Promise<boolean> {
  try {
    await readAnswer(answer);
    return true;
  } catch (error) {
    const no = error instanceof OnvifError && ['fault', 'refused', 'locked'].includes(error.kind);
    return (
      no &&
      (/<(?:[\w.-]+:)?Envelope[\s>]/.test(answer.text) || readChallenges(answer.challenges).some(isDigest))
    );
  }
}

function causeCode(error: OnvifError): string {
  return (error.cause as NodeJS.ErrnoException | undefined)?.code ?? '';
}

function bareDevice(address: string, url: string): FoundDevice {
  return {
    key: `address:${address}`,
    url,
    urls: [url],
    address,
    interface: '',
    name: '',
    hardware: '',
    maker: '',
    elsewhere: false,
  };
}
