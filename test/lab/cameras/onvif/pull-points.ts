import { EventEmitter, once } from 'node:events';
import { type CameraState, notKnown } from './camera-state.ts';
import { field, SoapFault, type SoapRequest } from './soap.ts';

export type EventKind = 'motion' | 'tamper' | 'input';

export interface LabEvent {
  kind: EventKind;
  on: boolean;
  /** Number of the channel, from 1. */
  channel?: number;
}

interface Subscription {
  id: number;
  /** UTC ms of this machine. */
  until: number;
  waiting: string[];
  arrived: EventEmitter;
}

const USUAL_LIFE_MS = 60_000;
const LONGEST_PULL_MS = 60_000;
const USUAL_MOST = 10;

const TOPICS = {
  motion: {
    cell: ['tns1:RuleEngine/CellMotionDetector/Motion', 'VideoSourceConfigurationToken', 'IsMotion'],
    alarm: ['tns1:VideoSource/MotionAlarm', 'Source', 'State'],
  },
  tamper: ['tns1:RuleEngine/TamperDetector/Tamper', 'VideoSourceConfigurationToken', 'IsTamper'],
  input: ['tns1:Device/Trigger/DigitalInput', 'InputToken', 'LogicalState'],
} as const;

/** PullPoint subscriptions of one camera, and what it reports through them. */
export class EventService {
  readonly #camera: CameraState;
  readonly #subscriptions = new Map<number, Subscription>();
  readonly #states = new Map<string, LabEvent>();
  #made = 0;

  constructor(camera: CameraState) {
    this.#camera = camera;
  }

  get subscriptions(): number {
    this.#sweep();
    return this.#subscriptions.size;
  }

  /** Something happens in front of the camera, or ends. */
  report(event: LabEvent): void {
    this.#states.set(`${event.kind} ${event.channel ?? 1}`, event);
    for (const one of this.#subscriptions.values()) this.#put(one, this.#message(event, 'Changed'));
  }

  /** As after a restart of the camera: nobody is subscribed any more. */
  forget(): void {
    for (const { id } of this.#subscriptions.values()) this.#end(id);
  }

  async answer(request: SoapRequest): Promise<string> {
    const { operation, body, path } = request;
    this.#sweep();
    if (operation === 'CreatePullPointSubscription') return this.#create(body);
    if (operation === 'GetEventProperties')
      return '<tev:GetEventPropertiesResponse><wsnt:FixedTopicSet>true</wsnt:FixedTopicSet></tev:GetEventPropertiesResponse>';
    if (operation === 'GetServiceCapabilities')
      return '<tev:GetServiceCapabilitiesResponse><tev:Capabilities WSPullPointSupport="true"/></tev:GetServiceCapabilitiesResponse>';
    const subscription = this.#of(path);
    if (operation === 'PullMessages') return this.#pull(subscription, body);
    if (operation === 'Renew') {
      subscription.until = this.#termination(field(body, 'TerminationTime'));
      return `<wsnt:RenewResponse><wsnt:TerminationTime>${this.#told(subscription.until)}</wsnt:TerminationTime><wsnt:CurrentTime>${this.#told(Date.now())}</wsnt:CurrentTime></wsnt:RenewResponse>`;
    }
    if (operation === 'Unsubscribe') {
      if (this.#camera.options.events?.unsubscribeEndsAll) this.forget();
      this.#end(subscription.id);
      return '<wsnt:UnsubscribeResponse/>';
    }
    if (operation === 'SetSynchronizationPoint') {
      this.#initial(subscription);
      return '<tev:SetSynchronizationPointResponse/>';
    }
    throw notKnown(operation);
  }

  #create(body: string): string {
    if (this.#subscriptions.size >= (this.#camera.options.events?.most ?? USUAL_MOST))
      throw new SoapFault(['wsnt:SubscribeCreationFailedFault'], 'No more subscriptions', 500);
    const id = ++this.#made;
    const until = this.#termination(field(body, 'InitialTerminationTime'));
    const subscription = { id, until, waiting: [], arrived: new EventEmitter() };
    this.#subscriptions.set(id, subscription);
    this.#initial(subscription);
    return `<tev:CreatePullPointSubscriptionResponse><tev:SubscriptionReference><wsa:Address>${this.#camera.origin}/onvif/subscription/${id}</wsa:Address></tev:SubscriptionReference><wsnt:CurrentTime>${this.#told(Date.now())}</wsnt:CurrentTime><wsnt:TerminationTime>${this.#told(until)}</wsnt:TerminationTime></tev:CreatePullPointSubscriptionResponse>`;
  }

  async #pull(subscription: Subscription, body: string): Promise<string> {
    const waitMs = Math.min(durationMs(field(body, 'Timeout')) ?? 0, LONGEST_PULL_MS);
    const most = Number(field(body, 'MessageLimit') ?? 1);
    if (subscription.waiting.length === 0) {
      const signal = AbortSignal.timeout(waitMs);
      await once(subscription.arrived, 'message', { signal }).catch(() => {});
    }
    if (!this.#subscriptions.has(subscription.id)) throw this.#unknown();
    const messages = subscription.waiting.splice(0, most).join('');
    return `<tev:PullMessagesResponse><tev:CurrentTime>${this.#told(Date.now())}</tev:CurrentTime><tev:TerminationTime>${this.#told(subscription.until)}</tev:TerminationTime>${messages}</tev:PullMessagesResponse>`;
  }

  #of(path: string): Subscription {
    const found = this.#subscriptions.get(Number(/\/subscription\/(\d+)$/.exec(path)?.[1]));
    if (!found) throw this.#unknown();
    return found;
  }

  #unknown(): SoapFault {
    return new SoapFault(['wsnt:ResourceUnknownFault'], 'The subscription does not exist', 400);
  }

  #initial(subscription: Subscription): void {
    for (const state of this.#states.values()) this.#put(subscription, this.#message(state, 'Initialized'));
  }

  #put(subscription: Subscription, message: string): void {
    subscription.waiting.push(message);
    subscription.arrived.emit('message');
  }

  #end(id: number): void {
    this.#subscriptions.get(id)?.arrived.emit('message');
    this.#subscriptions.delete(id);
  }

  #sweep(): void {
    for (const { id, until } of this.#subscriptions.values()) if (until < Date.now()) this.#end(id);
  }

  /** By its own clock, as everything it says. */
  #told(at: number): string {
    return new Date(at + this.#camera.offsetMs).toISOString();
  }

  #termination(text: string | undefined): number {
    const lifeMs = durationMs(text);
    if (lifeMs !== undefined) return Date.now() + lifeMs;
    const at = Date.parse(text ?? '');
    return Number.isNaN(at) ? Date.now() + USUAL_LIFE_MS : at - this.#camera.offsetMs;
  }

  #message({ kind, on, channel = 1 }: LabEvent, operation: 'Initialized' | 'Changed'): string {
    const topic = TOPICS[kind];
    const [name, source, data] =
      'cell' in topic ? topic[this.#camera.options.events?.motionTopic ?? 'cell'] : topic;
    const token = { motion: `Source_${channel}`, tamper: `Source_${channel}`, input: `Input_${channel}` }[
      kind
    ];
    const value = source === 'Source' ? `VideoSource_${channel}` : token;
    return `<wsnt:NotificationMessage><wsnt:Topic Dialect="http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet">${name}</wsnt:Topic><wsnt:Message><tt:Message UtcTime="${this.#told(Date.now())}" PropertyOperation="${operation}"><tt:Source><tt:SimpleItem Name="${source}" Value="${value}"/></tt:Source><tt:Data><tt:SimpleItem Name="${data}" Value="${on}"/></tt:Data></tt:Message></wsnt:Message></wsnt:NotificationMessage>`;
  }
}

/** Of `PT1M30S`; undefined where it is none. */
function durationMs(text = ''): number | undefined {
  const found = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(text);
  if (!found) return undefined;
  return ((Number(found[1] ?? 0) * 60 + Number(found[2] ?? 0)) * 60 + Number(found[3] ?? 0)) * 1000;
}
