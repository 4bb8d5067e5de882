import type { FastifyInstance, FastifySchema } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Value } from 'typebox/value';
import { invalid } from '../errors.ts';
import { reasonFor } from '../reasons.ts';
import type { WarmUp } from './warm-up.ts';

/** The parts of a request that arrive as text, so that numbers and booleans in them must be read first. */
const TEXT_PARTS = ['querystring', 'params', 'headers'];

/**
 * Checks requests with TypeBox, the validator of the settings and the configuration. Bodies are taken as they
 * are (a number sent as text is a mistake), but for texts, which are composed (NFC); defaults are filled in; a field the schema does not know is refused
 * unless the schema says `additionalProperties: true`. The first mistake becomes `input.invalid` with its field.
 */
export function validateRequests(app: FastifyInstance, warmUp: WarmUp): void {
  app.addHook('onRoute', (route) => {
    if (route.schema) route.schema = closeParts(route.schema);
  });
  app.setValidatorCompiler<TSchema>(({ schema, httpPart = '', url }) => {
    // Compiled after the start, or when the route is first asked.
    let made: ReturnType<typeof Compile> | undefined;
    const validator = () => {
      made ??= Compile(schema);
      return made;
    };
    warmUp.add(url, validator);
    const isText = TEXT_PARTS.includes(httpPart);
    return (input: unknown) => {
      const compiled = validator();
      const value = Value.Default(
        schema,
        isText ? readTexts(schema as Schema, composed(input)) : composed(input),
      );
      if (compiled.Check(value)) return { value };
      const { field, vi, en } = reasonFor(compiled.Errors(value));
      return { error: invalid(field || httpPart, vi, en) };
    };
  });
}

function closeParts(schema: FastifySchema): FastifySchema {
  const closed = { ...schema };
  for (const part of ['body', 'querystring', 'params'] as const) {
    if (closed[part]) closed[part] = close(closed[part] as Schema);
  }
  return closed;
}

interface Schema {
  [keyword: string]: unknown;
}

/** A copy of the schema in which every object that names its properties allows no others. */
function close(schema: Schema): Schema {
  // TypeBox keeps its own marks in properties that are not enumerable: a spread would lose them.
  const copy: Schema = Object.create(Object.getPrototypeOf(schema), Object.getOwnPropertyDescriptors(schema));
  const { properties, patternProperties, items, anyOf, oneOf, allOf } = schema;
  if (isSchema(properties)) copy.properties = closeEach(properties);
  if (isSchema(patternProperties)) copy.patternProperties = closeEach(patternProperties);
  if (properties && schema.additionalProperties === undefined) copy.additionalProperties = false;
  if (isSchema(items)) copy.items = close(items);
  if (Array.isArray(items)) copy.items = items.map(close);
  if (Array.isArray(anyOf)) copy.anyOf = anyOf.map(close);
  if (Array.isArray(oneOf)) copy.oneOf = oneOf.map(close);
  // Each part of an intersection sees the properties of the others, so only the whole can be closed.
  if (allOf && schema.unevaluatedProperties === undefined) copy.unevaluatedProperties = false;
  return copy;
}

function closeEach(schemas: Schema): Schema {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, isSchema(schema) ? close(schema) : schema]),
  );
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Every text in NFC, before anything is counted or compared: what a Mac or a PDF puts on the clipboard has two code
 * points where a Vietnamese keyboard types one. Without recursion, since the input may be nested as deep as it likes.
 */
function composed(input: unknown): unknown {
  const whole: { input: unknown } = { input };
  const left: object[] = [whole];
  const see = (holder: Schema, key: string | number) => {
    const value = holder[key];
    if (typeof value === 'string') holder[key] = value.normalize('NFC');
    else if (typeof value === 'object' && value !== null) left.push(value);
  };
  for (let holder = left.pop(); holder; holder = left.pop()) {
    // A list has no names to be made for its items, of which there may be very many.
    if (Array.isArray(holder)) for (let i = 0; i < holder.length; i++) see(holder as never, i);
    else for (const key of Object.keys(holder)) see(holder as Schema, key);
  }
  return whole.input;
}

/** Reads `12`, `true` and single values of lists where the schema wants them; leaves what it can't read. */
function readTexts(schema: Schema, input: unknown): unknown {
  if (!isSchema(input) || !isSchema(schema.properties)) return input;
  const read: Schema = { ...input };
  for (const [name, property] of Object.entries(schema.properties)) {
    if (Object.hasOwn(read, name) && isSchema(property)) read[name] = readText(property, read[name]);
  }
  return read;
}

function readText(schema: Schema, text: unknown): unknown {
  if (schema.type === 'array') {
    const items = isSchema(schema.items) ? schema.items : {};
    return [text].flat().map((item) => readText(items, item));
  }
  if (typeof text !== 'string') return text;
  const types = [schema, ...(Array.isArray(schema.anyOf) ? schema.anyOf : [])].map(({ type }) => type);
  if (types.includes('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  const isNumeric = types.includes('integer') || types.includes('number');
  return isNumeric && /^-?\d{1,16}(\.\d{1,16})?$/.test(text) ? Number(text) : text;
}
