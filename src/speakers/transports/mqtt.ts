import type { FastifyBaseLogger } from 'fastify';
import { whileNeeded } from '../../repeat.ts';
import type { Message } from '../profile.ts';
import { isClockAsk, isReport, isState, LONGEST_MESSAGE, parseJson } from '../protocol.ts';
import type { Speaker } from '../registry.ts';
import { fillPayload, fillTopic, isShared } from '../template.ts';
import { isPlay, objection, wordsFor } from '../wording.ts';
import type { LinkOptions, MqttLink } from './mqtt-link.ts';
import { type Route, type RouteKind, routesOf, subscriptionsOf } from './mqtt-routes.ts';
import { isIdleTooSoon, judgeIdle, readRules } from './mqtt-rules.ts';
import type { Command, Ears, Transport } from './transport.ts';
import { WaitingCommands } from './waiting-commands.ts';

export interface MqttTransportOptions {
  ears: Ears;
  now(): number;
  monotonic(): number;
  /** A speaker is heard for the first time since the broker came back: it may have missed what was said meanwhile. */
  back(speaker: Speaker): void;
  /** A play that waited goes out now. */
  handingOver(speaker: Speaker, playoutId: string): void;
  log: FastifyBaseLogger;
}

export interface MqttTransport extends Transport {
  /** What the link calls. */
  filters(): Iterable<string>;
  message: LinkOptions['message'];
  up(): void;
  /** The broker says that this speaker is connected. */
  present(speaker: Speaker): void;
  /** @param expiry the broker speaks MQTT 5: it is told when a message is no longer worth delivering */
  use(link: MqttLink, expiry: boolean): void;
}

/** A device says a few things a minute; at another's broker nobody else holds a flood back. */
const MESSAGES_PER_WINDOW = 1_000;
const WINDOW_MS = 10_000;
const TICK_MS = 1_000;

/** Speakers that are told over MQTT, by the templates and rules of their profiles. */
export function createMqttTransport(options: MqttTransportOptions): MqttTransport {
  const { ears, now, monotonic, back, handingOver, log } = options;
  const routes = new Map<string, Route[]>();
  const subscriptions = new Map<string, number>();
  /** Those that are understood by the rules of their profile. */
  const ruled = new Set<Speaker>();
  const floods = new Map<Speaker, { windowStart: number; messages: number }>();
  const waiting = new WaitingCommands({
    now,
    monotonic,
    send(command, speaker) {
      if (command.playoutId !== null && isPlay(command)) handingOver(speaker, command.playoutId);
      publishCommand(command, [speaker]);
    },
    failed: (command, speaker) => fail(command, speaker, link?.connected() ? 'offline' : 'broker_down'),
  });
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
      if (!isReport(value)) return ears.garbage(speaker);
      waiting.answered(speaker, value.playoutId);
      ears.report(speaker, value);
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

  function publishCommand(command: Command, speakers: readonly Speaker[]): void {
    const [speaker] = speakers;
    if (!speaker) return;
    const { profile } = speaker;
    if (isPlay(command) && profile.stopBeforePlay) {
      publishAll(profile.commands.stop ?? [], { ...command, playoutId: null }, speakers);
    }
    publishAll(profile.commands[command.name] ?? [], command, speakers);
  }

  /** Publishes it, or has it wait for those who can't hear it yet. `speakers` are of one profile. */
  function hand(command: Command, profile: Speaker['profile'], speakers: readonly Speaker[]): void {
    if (!link?.connected()) {
      for (const speaker of speakers) wait(command, speaker);
      return;
    }
    const unheard = new Set(isPlay(command) ? speakers.filter((speaker) => waiting.mayMiss(speaker)) : []);
    for (const speaker of unheard) wait(command, speaker);
    // A copy does no harm where each playout is played once; elsewhere it would begin anew.
    const once = unheard.size === 0 || profile.deduplicates;
    publishCommand(command, once ? speakers : speakers.filter((speaker) => !unheard.has(speaker)));
  }

  function fail(command: Command, speaker: Speaker, reason: string): void {
    if (command.playoutId !== null && isPlay(command)) ears.undelivered(speaker, command.playoutId, reason);
  }

  function wait(command: Command, speaker: Speaker): void {
    waiting.add(command, speaker);
    ticking.wake();
  }

  function tick(): boolean {
    waiting.tick(link?.connected() ?? false);
    const instant = monotonic();
    for (const speaker of ruled) judgeIdle(speaker, ears, instant);
    return waiting.size() > 0 || [...ruled].some(isIdleTooSoon);
  }
  const ticking = whileNeeded(TICK_MS, tick, { log, work: 'commands that wait looked after' });

  function isFlood(speaker: Speaker): boolean {
    const instant = monotonic();
    const flood = floods.get(speaker);
    if (!flood || instant - flood.windowStart > WINDOW_MS) {
      floods.set(speaker, { windowStart: instant, messages: 1 });
      return false;
    }
    flood.messages++;
    if (flood.messages === MESSAGES_PER_WINDOW + 1)
      log.warn({ speaker: speaker.id, name: speaker.name }, 'a speaker says too much, the rest is not heard');
    return flood.messages > MESSAGES_PER_WINDOW;
  }

  function hear({ kind, rules, speaker }: Route, payload: Buffer, isKept: boolean): void {
    if (isFlood(speaker)) return;
    if (payload.length > LONGEST_MESSAGE) {
      ears.garbage(speaker);
      return;
    }
    const text = payload.toString();
    if (kind === 'rules') {
      readRules(rules, speaker, text, isKept, ears, monotonic());
      if (isIdleTooSoon(speaker)) ticking.wake();
    }
    // Kept by an external broker from another day: no news.
    else if (!isKept) handlers[kind](speaker, text);
    else return;
    if (speaker.goneAt === null && waiting.heard(speaker)) back(speaker);
  }

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
        if (route.kind === 'rules') ruled.add(speaker);
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
      waiting.forget(speaker);
      floods.delete(speaker);
      ruled.delete(speaker);
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
        else hand(command, profile, group);
      }
    },
    recall(playoutId, speakers) {
      waiting.recall(playoutId, speakers);
    },
    holds: (playoutId) => waiting.holds(playoutId),
    filters: () => subscriptions.keys(),
    message(topic, payload, isKept) {
      for (const route of routes.get(topic) ?? []) hear(route, payload, isKept);
    },
    present(speaker) {
      if (waiting.heard(speaker)) back(speaker);
    },
    up: () => waiting.reopen(),
    use(next, expiry) {
      link = next;
      tellExpiry = expiry;
    },
    async close() {
      await ticking.close();
      waiting.clear();
      await link?.close();
    },
  };
}
