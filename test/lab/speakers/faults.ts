/** How a device can go wrong. */
export interface Faults {
  /** Accepts a play and never starts it. */
  neverStarts?: boolean;
  /** Starts so many ms after the second. */
  startsLateMs?: number;
  /** Loses its power so many ms after it has started. */
  leavesAfterMs?: number;
  /** Beside every report it says something that means nothing. */
  garbage?: boolean;
  /** Says everything twice. */
  duplicates?: boolean;
  /** Is sure of a time that is so many ms off. */
  clockOffMs?: number;
  /** Does not hear a stop. */
  deafToStop?: boolean;
  /** Plays a playout as often as it is told to. */
  forgetful?: boolean;
}

/** Things a broken device may say, on any of its topics. */
export const GARBAGE: readonly (string | Buffer)[] = [
  '',
  '{',
  'null',
  '[]',
  '"started"',
  '{"playoutId":7,"kind":"started"}',
  '{"playoutId":"x","kind":"exploded","at":1}',
  '{"playing":{"$ne":null}}',
  '{"__proto__":{"playing":"x"}}',
  Buffer.from([0xff, 0xfe, 0x00, 0x80]),
  `{"playoutId":"${'a'.repeat(5000)}","kind":"started"}`,
];
