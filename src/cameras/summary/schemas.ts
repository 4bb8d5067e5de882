import { type Static, Type } from 'typebox';

const Count = Type.Integer({ minimum: 0 });

/** All cameras in a few figures, for the first page and for whoever sits before the pictures. */
export const CameraSummary = Type.Object({
  total: Count,
  /** Those that somebody wants watched. */
  watched: Count,
  /** Watched, and a picture comes. */
  withPicture: Count,
  down: Count,
  /** A score of the last security check below the line at which `camera.insecure` is told. */
  insecure: Count,
  /** They are to be recorded, have a picture, and nothing of it is kept. */
  notRecorded: Count,
  /** Open alerts about cameras that nobody has put off. */
  alerts: Count,
  worst: Type.Union([
    Type.Object({
      severity: Type.Enum(['info', 'warning', 'critical']),
      title: Type.String(),
      titleEn: Type.String(),
    }),
    Type.Null(),
  ]),
});
export type CameraSummary = Static<typeof CameraSummary>;
