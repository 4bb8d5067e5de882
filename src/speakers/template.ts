import type { Message } from './profile.ts';

export type Value = string | number | boolean | null | undefined;
export type Values = Readonly<Record<string, Value>>;

/** What a command brings along; every other placeholder is the speaker's `id` or one of its settings. */
export const COMMAND_VALUES: readonly string[] = [
  'commandId',
  'playoutId',
  'url',
  'audioId',
  'bytes',
  'durationMs',
  'durationSeconds',
  'startAt',
  'expiresAt',
  'issuedAt',
  'sentAt',
  'priority',
  'volume',
];

const PLACEHOLDER = /^\{([a-zA-Z]+)\}$/;
/** What would let a value reach another device's topics. */
const TOPIC_SYNTAX = /[/+#\0]/;

/** The name in a text that is exactly one placeholder. */
function placeholderOf(text: string): string | undefined {
  return PLACEHOLDER.exec(text)?.[1];
}

/** Every placeholder of a topic or of a message's payload. */
export function placeholdersIn(template: unknown): string[] {
  if (typeof template === 'string') {
    return template.split('/').flatMap((part) => placeholderOf(part) ?? []);
  }
  if (typeof template !== 'object' || template === null) return [];
  return Object.values(template).flatMap(placeholdersIn);
}

/**
 * A topic with its placeholders filled in, level by level. A topic that is one placeholder takes a whole topic.
 * Throws where a value is missing or would change the shape of the topic.
 */
export function fillTopic(topic: string, values: Values): string {
  const whole = placeholderOf(topic);
  if (whole !== undefined) return required(whole, values, /[+#\0]/);
  return topic
    .split('/')
    .map((level) => {
      const name = placeholderOf(level);
      return name === undefined ? level : required(name, values, TOPIC_SYNTAX);
    })
    .join('/');
}

function required(name: string, values: Values, forbidden: RegExp): string {
  const value = String(values[name] ?? '');
  if (value === '' || forbidden.test(value)) throw new Error(`no usable value for {${name}} in a topic`);
  return value;
}

/** The payload of a message: JSON text, or the text itself. */
export function fillPayload({ json, text = '' }: Message, values: Values): string {
  return json ? JSON.stringify(fillValue(json, values)) : String(fillValue(text, values) ?? '');
}

/** A copy of `template` in which each string that is one placeholder is replaced by the value of that name. */
export function fillValue(template: unknown, values: Values): unknown {
  if (typeof template === 'string') {
    const name = placeholderOf(template);
    return name === undefined ? template : values[name];
  }
  if (Array.isArray(template)) return template.map((item) => fillValue(item, values));
  if (typeof template !== 'object' || template === null) return template;
  const filled: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(template)) filled[key] = fillValue(value, values);
  return filled;
}

/** True where the payload is the same for every speaker, so that it needs to be made only once. */
export function isShared(message: Message): boolean {
  return placeholdersIn(message.json ?? message.text).every((name) => COMMAND_VALUES.includes(name));
}
