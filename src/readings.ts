import { Type } from 'typebox';

const closed = { additionalProperties: false } as const;
const Words = Type.String({ minLength: 1, maxLength: 300 });
const Decision = Type.Union([Type.Object({ choice: Words }, closed), Type.Object({ say: Words }, closed)]);

/**
 * What an editor decided about single words, in requests and answers: the token as it is written → one of its
 * choices, or the words to say.
 */
export const Decisions = Type.Record(Type.String({ pattern: '^[\\s\\S]*$' }), Decision, {
  maxProperties: 200,
  propertyNames: Type.String({ minLength: 1, maxLength: 200 }),
});
