import type { FastifyBaseLogger } from 'fastify';
import type { WebSocket } from 'ws';
import { isClockAsk, isReport, isState, parseJson } from '../protocol.ts';
import type { Speaker } from '../registry.ts';
import { fillPayload, isShared } from '../template.ts';
import { isPlay, objection, wordsFor } from '../wording.ts';
import { Strangers } from './strangers.ts';
import type { Command, Ears, Transport } from './transport.ts';

export interface WebTransportOptions {
  ears: Ears;
  now(): number;
  /** The speaker that holds this token, if it may speak now. */
  speakerOf(token: string): Speaker | undefined;
  /** Somebody at the device has ended its being a speaker. */
  left(speaker: Speaker): void;
  log: FastifyBaseLogger;
}

export interface WebTransport extends Transport {
  /** A browser at this address has opened /loa/socket; it has yet to say who it is. */
  open(socket: WebSocket, address: string): void;
}

/**
 * Close codes that the page understands. NOT_PAIRED makes it forget its token, so it is said only where a token is
 * known to be of no use: a page on weak Wi-Fi that cannot say hello in time has a good one.
 */
const NOT_A_HELLO = 4400;
const NOT_PAIRED = 4401;
const TOO_LATE = 4408;
const OPENED_ELSEWHERE = 4409;
const TOO_MANY = 4429;
const HELLO_MS = 5_000;
/** How long a tab that was replaced may still say what it has cut off. */
const LAST_WORDS_MS = 1_000;
const MESSAGES_PER_WINDOW = 500;
const WINDOW_MS = 10_000;

/** Browsers at /loa, over a WebSocket: the messages are those of our own protocol, each with its `type`. */
export function createWebTransport({ ears, now, speakerOf, left, log }: WebTransportOptions): WebTransport {
  const sockets = new Map<string, WebSocket>();
  /** Tabs that have to go, with what will close them. */
  const replaced = new Map<WebSocket, NodeJS.Timeout>();
  const strangers = new Strangers(log);

  /** Two tabs with one token would speak over each other: the newer one is the speaker. */
  function replace(older: WebSocket): void {
    older.send('{"type":"elsewhere"}');
    replaced.set(
      older,
      setTimeout(() => older.close(OPENED_ELSEWHERE), LAST_WORDS_MS),
    );
  }

  function forgetReplaced(socket: WebSocket): void {
    clearTimeout(replaced.get(socket));
    replaced.delete(socket);
  }

  function welcome(socket: WebSocket, value: unknown): Speaker | undefined {
    if (typeOf(value) !== 'hello') {
      socket.close(NOT_A_HELLO);
      return undefined;
    }
    const speaker = speakerOf(tokenIn(value));
    if (!speaker) {
      socket.close(NOT_PAIRED);
      return undefined;
    }
    const other = sockets.get(speaker.id);
    sockets.set(speaker.id, socket);
    if (other) replace(other);
    const { name, row } = speaker;
    socket.send(JSON.stringify({ type: 'welcome', speakerId: speaker.id, name, volume: row.volume }));
    ears.alive(speaker);
    return speaker;
  }

  function hear(socket: WebSocket, speaker: Speaker, value: unknown, arrivedAt: number): void {
    const type = typeOf(value);
    if (type === 'clock' && isClockAsk(value)) {
      ears.alive(speaker);
      socket.send(`{"type":"clock","t0":${value.t0},"t1":${arrivedAt},"t2":${now()}}`);
    } else if (type === 'state' && isState(value)) ears.state(speaker, value);
    else if (type === 'report' && isReport(value)) ears.report(speaker, value);
    else if (type === 'bye') left(speaker);
    else ears.garbage(speaker);
  }

  /** What a tab that was replaced may still say; nobody is there any more where the speaker was removed meanwhile. */
  function hearLast(speaker: Speaker, value: unknown): void {
    if (sockets.has(speaker.id) && typeOf(value) === 'report' && isReport(value)) ears.report(speaker, value);
  }

  function open(socket: WebSocket, address: string): void {
    let speaker: Speaker | undefined;
    let stranger = true;
    let windowStart = 0;
    let messages = 0;
    const known = () => {
      strangers.forget(socket, address);
      stranger = false;
      clearTimeout(waiting);
    };
    const waiting = setTimeout(() => socket.close(TOO_LATE), HELLO_MS);
    strangers.admit(socket, address)?.close(TOO_MANY);

    socket.on('message', (data, isBinary) => {
      // The box has done with it, and it may not know yet.
      if (socket.readyState !== socket.OPEN) return;
      const arrivedAt = now();
      if (arrivedAt - windowStart > WINDOW_MS || arrivedAt < windowStart) {
        windowStart = arrivedAt;
        messages = 0;
      }
      if (++messages > MESSAGES_PER_WINDOW) return socket.close(TOO_MANY);
      try {
        const value = isBinary ? undefined : parseJson(String(data));
        if (stranger) {
          known();
          speaker = welcome(socket, value);
        } else if (speaker && replaced.has(socket)) hearLast(speaker, value);
        else if (speaker) hear(socket, speaker, value, arrivedAt);
      } catch (error) {
        log.error({ err: error, speaker: speaker?.id }, 'a message of a speaker could not be handled');
      }
    });
    socket.once('close', () => {
      known();
      forgetReplaced(socket);
      if (!speaker || sockets.get(speaker.id) !== socket) return;
      sockets.delete(speaker.id);
      ears.gone(speaker);
    });
  }

  return {
    open,
    attach() {},
    detach(speaker) {
      const socket = sockets.get(speaker.id);
      // Before it is closed: nobody is missed who was let go.
      sockets.delete(speaker.id);
      socket?.close(NOT_PAIRED);
    },
    send(command, speakers) {
      const sentAt = now();
      let shared: string | undefined;
      for (const speaker of speakers) {
        const socket = sockets.get(speaker.id);
        const reason = socket ? objection(speaker.profile, command) : 'offline';
        const [message] = speaker.profile.commands[command.name] ?? [];
        if (!socket || !message || reason) {
          if (command.playoutId !== null && isPlay(command)) {
            ears.undelivered(speaker, command.playoutId, reason ?? 'unsupported');
          }
          continue;
        }
        let payload = shared;
        if (payload === undefined) {
          const words = wordsFor(speaker.profile, command, sentAt, localUrl(command));
          payload = fillPayload(message, { ...speaker.values, ...words });
          if (isShared(message)) shared = payload;
        }
        socket.send(payload);
      }
    },
    recall() {},
    holds: () => false,
    async close() {
      for (const socket of [...sockets.values(), ...replaced.keys()]) {
        forgetReplaced(socket);
        socket.terminate();
      }
      sockets.clear();
    },
  };
}

/** The page fetches from where it came: an HTTPS page may not fetch over plain HTTP. */
function localUrl({ audio }: Command): string | undefined {
  if (!audio) return undefined;
  const { pathname, search } = new URL(audio.url);
  return pathname + search;
}

function typeOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined;
}

/** The token of a hello, or '' where it holds none. */
function tokenIn(hello: unknown): string {
  const { token } = hello as { token?: unknown };
  return typeof token === 'string' ? token : '';
}
