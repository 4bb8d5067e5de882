import type { FastifyBaseLogger } from 'fastify';
import type { IPublishPacket } from 'mqtt';
import type { Message } from '../profile.ts';
import { isClockAsk, isReport, isState, parseJson } from '../protocol.ts';
import type { Speaker } from '../registry.ts';
import { fillPayload, fillTopic, isShared } from '../template.ts';
import { isPlay, objection, wordsFor } from '../wording.ts';
import type { MqttLink } from './mqtt-link.ts';
import { type Route, type RouteKind, routesOf, subscriptionsOf } from './mqtt-routes.ts';
import { readRules } from './mqtt-rules.ts';
import type { Command, Ears, Transport } from './transport.ts';

export interface MqttTransportOptions {
  ears: Ears;
  now(): number;
  log: FastifyBaseLogger;
}

export interface MqttTransport extends Transport {
  /** What the link calls. */
  filters(): Iterable<string>;
  message(topic: string, payload: Buffer, packet: IPublishPacket): void;
  up(): void;
  /** @param expiry the broker speaks MQTT 5: it is told when a message is no longer worth delivering */
  use(link: MqttLink, expiry: boolean): void;
}

interface Waiting {
  readonly command: Command;
  readonly speaker: Speaker;
}

/** Nobody may fill the memory through a broker that is away; what is left out is reported as failed. */
const MOST_WAITING = 5_000;

/** Speakers that are told over MQTT, by the templates and rules of their profiles. */
export function createMqttTransport({ ears, now, log }: MqttTransportOptions): MqttTransport {
  const routes = new Map<string, Route[]>();
  const subscriptions = new Map<string, number>();
  /** Commands that found no broker, in order; each is dropped when it expires. */
  let waiting: Waiting[] = [];
  let link: MqttLink | undefined;
  let tellExpiry = false;

  const handlers: Record<Exclude<RouteKind, 'rules'>, (speaker: Speaker, text: string) => void> = {
    state(speaker, text) {
      const value = parseJson(text);
      if (isState(value)) ears.state(speaker, value);
      else ears.garbage(speaker);
    },
    report(speaker, text) {
      const value = parseJson(text);
      if (isReport(value)) ears.report(speaker, value);
      else ears.garbage(speaker);
    },
    will(speaker, text) {
      if (text === 'offline') ears.gone(speaker);
      else ears.garbage(speaker);
    },
    clock(speaker, text) {
      const t1 = now();
      const value = parseJson(text);
      if (!isClockAsk(value)) return ears.garbage(speaker);
      ears.alive(speaker);
      const topic = `tramso/${speaker.id}/clock/answer`;
      link?.publish(topic, `{"t0":${value.t0},"t1":${t1},"t2":${now()}}`, 0);
    },
  };

  function publishAll(messages: readonly Message[], command: Command, speakers: readonly Speaker[]): void {
    for (const message of messages) publish(message, command, speakers);
  }

  /** Everything in one tick, and what is the same for all is made once: this is the path of an emergency. */
  function publish(message: Message, command: Command, speakers: readonly Speaker[]): void {
    const sentAt = now();
    const expirySeconds = tellExpiry
      ? Math.max(1, Math.ceil((command.expiresAt - sentAt) / 1000))
      : undefined;
    const qos = message.qos ?? 0;
    let shared: string | undefined;
    for (const speaker of speakers) {
      let payload = shared;
      if (payload === undefined) {
        payload = fillPayload(message, { ...speaker.values, ...wordsFor(speaker.profile, command, sentAt) });
        if (isShared(message)) shared = payload;
      }
      const topic = fillTopic(message.topic ?? '', speaker.values);
      // Without a deduplicating speaker a second copy would be heard twice; its broker may have had the first.
      const lost = qos === 1 && speaker.profile.deduplicates ? () => wait(command, speaker) : undefined;
      link?.publish(topic, payload, qos, lost, expirySeconds);
    }
  }

  function wait(command: Command, speaker: Speaker): void {
    if (waiting.length < MOST_WAITING) waiting.push({ command, speaker });
    else fail(command, speaker, 'broker_down');
  }

  function fail(command: Command, speaker: Speaker, reason: string): void {
    if (command.playoutId !== null && isPlay(command)) ears.undelivered(speaker, command.playoutId, reason);
  }

  function expire(): void {
    const time = now();
    const [late, kept] = [waiting.filter(isLate), waiting.filter((entry) => !isLate(entry))];
    waiting = kept;
    for (const { command, speaker } of late) fail(command, speaker, 'broker_down');
    function isLate({ command }: Waiting): boolean {
      return command.expiresAt <= time;
    }
  }
  const expiring = setInterval(() => waiting.length > 0 && expire(), 1_000);

  function subscribe(speaker: Speaker): void {
    const added: string[] = [];
    for (const filter of subscriptionsOf(speaker)) {
      const holders = subscriptions.get(filter) ?? 0;
      subscriptions.set(filter, holders + 1);
      if (holders === 0) added.push(filter);
    }
    link?.subscribe(added);
  }

  function unsubscribe(speaker: Speaker): void {
    const removed: string[] = [];
    for (const filter of subscriptionsOf(speaker)) {
      const holders = (subscriptions.get(filter) ?? 1) - 1;
      if (holders > 0) subscriptions.set(filter, holders);
      else if (subscriptions.delete(filter)) removed.push(filter);
    }
    link?.unsubscribe(removed);
  }

  return {
    attach(speaker) {
      for (const route of routesOf(speaker)) {
        const others = routes.get(route.topic);
        if (others) others.push(route);
        else routes.set(route.topic, [route]);
      }
      subscribe(speaker);
    },
    detach(speaker) {
      for (const { topic } of routesOf(speaker)) {
        const others = (routes.get(topic) ?? []).filter((route) => route.speaker !== speaker);
        if (others.length > 0) routes.set(topic, others);
        else routes.delete(topic);
      }
      unsubscribe(speaker);
      waiting = waiting.filter((entry) => entry.speaker !== speaker);
    },
    send(command, speakers) {
      const groups = new Map<Speaker['profile'], Speaker[]>();
      for (const speaker of speakers) {
        const group = groups.get(speaker.profile);
        if (group) group.push(speaker);
        else groups.set(speaker.profile, [speaker]);
      }
      for (const [profile, group] of groups) {
        const reason = objection(profile, command);
        if (reason) for (const speaker of group) fail(command, speaker, reason);
        else if (!link?.connected()) for (const speaker of group) wait(command, speaker);
        else {
          if (isPlay(command) && profile.stopBeforePlay) {
            publishAll(profile.commands.stop ?? [], { ...command, playoutId: null }, group);
          }
          publishAll(profile.commands[command.name] ?? [], command, group);
        }
      }
    },
    recall(playoutId, speakers) {
      if (waiting.length === 0) return;
      const told = new Set(speakers);
      const isRecalled = ({ command, speaker }: Waiting) =>
        told.has(speaker) && (playoutId === null || command.playoutId === playoutId);
      waiting = waiting.filter((entry) => !isRecalled(entry));
    },
    filters: () => subscriptions.keys(),
    message(topic, payload, packet) {
      const found = routes.get(topic);
      if (!found) return;
      const text = payload.toString();
      for (const route of found) {
        if (route.kind === 'rules') readRules(route.rules, route.speaker, text, packet.retain, ears, now());
        // Kept by an external broker from another day: no news.
        else if (!packet.retain) handlers[route.kind](route.speaker, text);
      }
    },
    up() {
      expire();
      const held = waiting;
      waiting = [];
      for (const { command, speaker } of held) this.send(command, [speaker]);
      if (held.length > 0)
        log.info({ commands: held.length }, 'commands that waited for the MQTT broker are sent');
    },
    use(next, expiry) {
      link = next;
      tellExpiry = expiry;
    },
    async close() {
      clearInterval(expiring);
      waiting = [];
      await link?.close();
    },
  };
}
