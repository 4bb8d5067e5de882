import { attribute, below, child, childrenOf, cleanLine, instantOf, textOf, truth } from './pick.ts';
import type { OnvifEvent } from './types.ts';
import type { XmlElement } from './xml.ts';

const MAX_MESSAGES = 200;

/**
 * Topics without prefixes, as the makers' cameras send them; the first that fits. ImageTooDark and ImageTooBright are
 * none of them: dusk and headlights do that, fifty times an hour.
 */
const KINDS: readonly (readonly [RegExp, OnvifEvent['kind']])[] = [
  [/GlobalSceneChange|ImageTooBlurry|Tamper|SceneChange|Defocus|VideoBlind|VideoCover|Shelter/i, 'tamper'],
  [/Device\/Trigger\/(DigitalInput|AlarmIn)|DigitalInput|Device\/IO\/(Port|VirtualInput)/i, 'input'],
  [
    /Motion|CellMotionDetector|FieldDetector|LineDetector|PeopleDetect|FaceDetect|VehicleDetect|DogCatDetect|Visitor|VMD|SmartEvent|Intrusion|Crossed|(Fence|Loitering)Guard|ObjectAnalytics|Sensor\/PIR/i,
    'motion',
  ],
];

/** Names of the value that says whether it is so, without those that only qualify it. */
const STATE = /^(is\w+|state|logicalstate|active|alarm|detected|value)$/i;
/** Where an event comes from: the lens before the rule. */
const SOURCES = [
  /^VideoSource(Token)?$/i,
  /^Source$/i,
  /^VideoSourceConfigurationToken$/i,
  /Token$/i,
  /^port$/i,
  /^Rule$/i,
];

/** The events of a PullMessages answer; ONVIF Core 9.5, WS-BaseNotification. What makes no sense is left out. */
export function readEvents(response: XmlElement): OnvifEvent[] {
  return childrenOf(response, 'NotificationMessage').slice(0, MAX_MESSAGES).flatMap(readEvent);
}

function readEvent(notification: XmlElement): OnvifEvent[] {
  const topic = bareTopic(textOf(child(notification, 'Topic'), 300));
  const message = child(notification, 'Message', 'Message') ?? child(notification, 'Message');
  if (!topic || !message) return [];
  const operation = attribute(message, 'PropertyOperation');
  const data = items(child(message, 'Data'));
  const event = {
    cameraAt: instantOf(attribute(message, 'UtcTime')),
    source: sourceOf(items(child(message, 'Source'))),
    topic,
    initial: operation === 'Initialized',
  };
  return kindsOf(topic, data).map(({ kind, active }) => ({
    kind,
    active: active && operation !== 'Deleted',
    ...event,
  }));
}

/** `tns1:RuleEngine/tnsaxis:VMD3/vmd3_video_1` → `RuleEngine/VMD3/vmd3_video_1` */
function bareTopic(text: string): string {
  return text
    .replace(/^\s*|\s*$|\|.*$/g, '')
    .split('/')
    .map((step) => step.slice(step.indexOf(':') + 1))
    .join('/');
}

interface Item {
  name: string;
  value: string;
}

function items(group: XmlElement | undefined): Item[] {
  return [...below(group, 'SimpleItem')].slice(0, 50).map((item) => ({
    name: attribute(item, 'Name'),
    value: cleanLine(item.attributes.get('Value') ?? '', 200),
  }));
}

/** One message of a TP-Link holds people and tampering as two values under one topic. */
function kindsOf(topic: string, data: readonly Item[]): { kind: OnvifEvent['kind']; active: boolean }[] {
  const states = data.filter(({ name }) => STATE.test(name));
  const ofTopic = KINDS.find(([pattern]) => pattern.test(topic))?.[1] ?? 'other';
  const tamper = states.find(({ name }) => /^is\w*tamper$/i.test(name));
  if (tamper && ofTopic !== 'tamper') {
    const others = states.filter((one) => one !== tamper);
    const rest = others.length > 0 ? [{ kind: ofTopic, active: others.some(isOn) }] : [];
    return [{ kind: 'tamper', active: isOn(tamper) }, ...rest];
  }
  // What has no state (a line was crossed) has happened, and has no end.
  return [{ kind: ofTopic, active: states.length === 0 || states.some(isOn) }];
}

function isOn({ value }: Item): boolean {
  return truth(value.toLowerCase()) || /^(on|active|alarm)$/i.test(value);
}

function sourceOf(source: readonly Item[]): string {
  for (const name of SOURCES) {
    const item = source.find((one) => name.test(one.name));
    if (item?.value) return item.value;
  }
  return '';
}
