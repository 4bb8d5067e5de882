import type { FastifyBaseLogger } from 'fastify';
import type { WebSocket } from 'ws';
import { isClockAsk, isReport, isState, parseJson } from '../protocol.ts';
import type { Speaker } from '../registry.ts';
import { fillPayload, isShared } from '../template.ts';
import { isPlay, objection, wordsFor } from '../wording.ts';
import type { Command, Ears, Transport } from './transport.ts';

export interface WebTransportOptions {
  ears: Ears;
  now(): number;
  /** The speaker that holds this token, if it may speak now. */
  speakerOf(token: string): Speaker | undefined;
  log: FastifyBaseLogger;
}

export interface WebTransport extends Transport {
  /** A browser has opened /loa/socket; it has yet to say who it is. */
  open(socket: WebSocket): void;
}

/** Close codes that the page understands. */
const NOT_PAIRED = 4401;
const OPENED_ELSEWHERE = 4409;
const TOO_MANY = 4429;
const HELLO_MS = 5_000;
const MOST_STRANGERS = 50;
const MESSAGES_PER_WINDOW = 500;
const WINDOW_MS = 10_000;

/** Browsers at /loa, over a WebSocket: the messages are those of our own protocol, each with its `type`. */
export function createWebTransport({ ears, now, speakerOf, log }: WebTransportOptions): WebTransport {
  const sockets = new Map<string, WebSocket>();
  let strangers = 0;

  function welcome(socket: WebSocket, token: string): Speaker | undefined {
    const speaker = speakerOf(token);
    if (!speaker) {
      socket.close(NOT_PAIRED);
      return undefined;
    }
    const other = sockets.get(speaker.id);
    sockets.set(speaker.id, socket);
    // Two tabs with one token would speak over each other: the newer one is the speaker.
    other?.close(OPENED_ELSEWHERE);
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
    else ears.garbage(speaker);
  }

  function open(socket: WebSocket): void {
    if (strangers >= MOST_STRANGERS) {
      socket.close(TOO_MANY);
      return;
    }
    strangers++;
    let speaker: Speaker | undefined;
    let stranger = true;
    let windowStart = 0;
    let messages = 0;
    const known = () => {
      if (stranger) strangers--;
      stranger = false;
      clearTimeout(waiting);
    };
    const waiting = setTimeout(() => socket.close(NOT_PAIRED), HELLO_MS);

    socket.on('message', (data, isBinary) => {
      const arrivedAt = now();
      if (arrivedAt - windowStart > WINDOW_MS || arrivedAt < windowStart) {
        windowStart = arrivedAt;
        messages = 0;
      }
      if (++messages > MESSAGES_PER_WINDOW) return socket.close(TOO_MANY);
      try {
        const value = isBinary ? undefined : parseJson(String(data));
        if (speaker) hear(socket, speaker, value, arrivedAt);
        else if (stranger) {
          known();
          speaker = welcome(socket, tokenIn(value));
        }
      } catch (error) {
        log.error({ err: error, speaker: speaker?.id }, 'a message of a speaker could not be handled');
      }
    });
    socket.once('close', () => {
      known();
      if (!speaker || sockets.get(speaker.id) !== socket) return;
      sockets.delete(speaker.id);
      ears.gone(speaker);
    });
  }

  return {
    open,
    attach() {},
    detach(speaker) {
      sockets.get(speaker.id)?.close(NOT_PAIRED);
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
    async close() {
      for (const socket of sockets.values()) socket.terminate();
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

/** The token of a hello, or '' for anything else. */
function tokenIn(value: unknown): string {
  if (typeOf(value) !== 'hello') return '';
  const { token } = value as { token?: unknown };
  return typeof token === 'string' ? token : '';
}
