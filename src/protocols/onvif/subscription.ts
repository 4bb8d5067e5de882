import { randomUUID } from 'node:crypto';
import { serviceUrl } from './address.ts';
import { OnvifError } from './error.ts';
import { escapeXml } from './escape.ts';
import { readEvents } from './event-message.ts';
import type { Line } from './line.ts';
import { child, instantOf, textOf } from './pick.ts';
import type { OnvifEvent } from './types.ts';
import type { XmlElement } from './xml.ts';

const EVENTS = 'http://www.onvif.org/ver10/events/wsdl';
const BASE = 'http://docs.oasis-open.org/wsn/b-2';
const ADDRESSING = 'http://www.w3.org/2005/08/addressing';
/** Asked for; what the camera grants is read from its answers. */
const LIFE = 'PT2M';
const DEFAULT_LIFE_MS = 120_000;
/** How long the camera holds its answer back while nothing happens, and what the line is given beyond that. */
const PULL_SECONDS = 20;
const PULL_GRACE_MS = 10_000;
const LEAVE_MS = 2_000;

/** One subscription of ours at one camera. Every call throws OnvifError or the signal's reason. */
export interface Subscription {
  /** More than half of the time that the camera has granted is over. */
  readonly renewalDue: boolean;
  pull(signal: AbortSignal): Promise<OnvifEvent[]>;
  renew(signal: AbortSignal): Promise<void>;
  /** Where it can be named: some cameras take an unsubscribe without a name for everybody's. */
  leave(): Promise<void>;
}

/**
 * CreatePullPointSubscription, ONVIF Core 9.1. The requests are our own: the library creates and pulls in a storm
 * where the camera answers with faults, and ends everybody's subscription on an error.
 */
export async function subscribe(line: Line, signal: AbortSignal): Promise<Subscription> {
  const { session, services, url } = line;
  const events = services.events;
  if (!events) throw new OnvifError('fault', 'it has no event service', { fault: 'ActionNotSupported' });
  const create =
    `<CreatePullPointSubscription xmlns="${EVENTS}">` +
    `<InitialTerminationTime>${LIFE}</InitialTerminationTime></CreatePullPointSubscription>`;
  const action = `${EVENTS}/EventPortType/CreatePullPointSubscriptionRequest`;
  const made = await session.call(events, create, {
    header: addressing(action, events.href),
    action,
    signal,
  });
  const reference = child(made, 'SubscriptionReference');
  const named = textOf(child(reference, 'Address'), 1_000);
  const at = serviceUrl(named, url, services.named) ?? events;
  const parameters = child(reference, 'ReferenceParameters')?.children.slice(0, 8).map(referenceHeader) ?? [];
  let grantedMs = lifeOf(made) ?? DEFAULT_LIFE_MS;
  let endsAt = performance.now() + grantedMs;

  function call(action: string, body: string, options: { timeoutMs?: number; signal?: AbortSignal }) {
    const header = addressing(action, named || at.href) + parameters.join('');
    return session.call(at, body, { header, action, ...options });
  }

  return {
    get renewalDue() {
      return endsAt - performance.now() < grantedMs / 2;
    },
    async pull(signal) {
      // Short enough that a renewal comes in time.
      const seconds = Math.min(PULL_SECONDS, Math.ceil(grantedMs / 4_000));
      const body =
        `<PullMessages xmlns="${EVENTS}"><Timeout>PT${seconds}S</Timeout>` +
        '<MessageLimit>50</MessageLimit></PullMessages>';
      const timeoutMs = seconds * 1_000 + PULL_GRACE_MS;
      const response = await call(`${EVENTS}/PullPointSubscription/PullMessagesRequest`, body, {
        timeoutMs,
        signal,
      });
      // Pulling prolongs it at some cameras and not at others: their own times tell.
      const lifeMs = lifeOf(response);
      if (lifeMs !== undefined) endsAt = performance.now() + lifeMs;
      return readEvents(response);
    },
    async renew(signal) {
      const body = `<Renew xmlns="${BASE}"><TerminationTime>${LIFE}</TerminationTime></Renew>`;
      const renewed = await call(`${BASE}w-2/SubscriptionManager/RenewRequest`, body, { signal });
      grantedMs = lifeOf(renewed) ?? DEFAULT_LIFE_MS;
      endsAt = performance.now() + grantedMs;
    },
    async leave() {
      if (at.href === events.href && parameters.length === 0) return;
      const action = `${BASE}w-2/SubscriptionManager/UnsubscribeRequest`;
      await call(action, `<Unsubscribe xmlns="${BASE}"/>`, { timeoutMs: LEAVE_MS });
    },
  };
}

function addressing(action: string, to: string): string {
  return (
    `<a:Action s:mustUnderstand="1">${action}</a:Action><a:MessageID>urn:uuid:${randomUUID()}</a:MessageID>` +
    `<a:ReplyTo><a:Address>${ADDRESSING}/anonymous</a:Address></a:ReplyTo>` +
    `<a:To s:mustUnderstand="1">${escapeXml(to)}</a:To>`
  );
}

/** WS-Addressing 1.0, 3.3: what names the subscription goes back as headers (Axis has a SubscriptionId there). */
function referenceHeader({ name, namespace, text }: XmlElement): string {
  return (
    `<r:${name} xmlns:r="${escapeXml(namespace)}" a:IsReferenceParameter="true">` +
    `${escapeXml(text.slice(0, 500))}</r:${name}>`
  );
}

/** TerminationTime less CurrentTime, both by the camera's clock, within 10 s and an hour; undefined where it is silent. */
function lifeOf(response: XmlElement): number | undefined {
  const [until, from] = ['TerminationTime', 'CurrentTime'].map((name) =>
    instantOf(textOf(child(response, name))),
  );
  if (until == null || from == null) return undefined;
  return Math.min(3_600_000, Math.max(10_000, until - from));
}
