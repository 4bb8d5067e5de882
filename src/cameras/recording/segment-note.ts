import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';

/** What a segment's file says of itself, so that it is understood though the database be lost. */
const SegmentNote = Type.Object({
  id: Type.String({ format: 'uuid' }),
  cameraId: Type.String({ minLength: 1, maxLength: 64 }),
  /** The box's clock at the first frame, UTC ms. */
  startedAt: Type.Integer({ minimum: 0 }),
  driftMs: Type.Union([Type.Integer(), Type.Null()]),
  mime: Type.String({ maxLength: 200 }),
  reason: Type.Enum(['continuous', 'motion']),
});
export type SegmentNote = Static<typeof SegmentNote>;

/** UUID of the box (ISO/IEC 14496-12 4.2), made for this purpose. */
const BOX_ID = Buffer.from('6f0d8b1c5a0e4d6f9a3e74726d736f31', 'hex');
const HEAD = 8 + BOX_ID.length;

/** A `uuid` box, which every player passes over. */
export function writeNote(note: SegmentNote): Buffer {
  const text = Buffer.from(JSON.stringify(note));
  const head = Buffer.alloc(8);
  head.writeUInt32BE(HEAD + text.length, 0);
  head.write('uuid', 4, 'latin1');
  return Buffer.concat([head, BOX_ID, text]);
}

/** The note in a whole `uuid` box; undefined where it is another's, or not as we write it. */
export function readNote(box: Buffer): SegmentNote | undefined {
  if (box.length < HEAD || !box.subarray(8, HEAD).equals(BOX_ID)) return undefined;
  try {
    const note: unknown = JSON.parse(box.toString('utf8', HEAD));
    return Value.Check(SegmentNote, note) ? note : undefined;
  } catch {
    return undefined;
  }
}
