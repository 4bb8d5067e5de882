import { type Static, Type } from 'typebox';
import { Bulletin } from './bulletins/schemas.ts';
import { Instant } from './fields.ts';
import { Playout } from './playout/schemas.ts';

export const Today = Type.Object({
  now: Instant,
  clockTrusted: Type.Boolean(),
  day: Type.String(),
  onAir: Type.Array(Playout),
  next: Type.Array(Playout),
  done: Type.Array(Playout),
  needsMe: Type.Object({
    toApprove: Type.Array(Bulletin),
    returned: Type.Array(Bulletin),
    alerts: Type.Integer({ description: 'Open, and nobody has taken them on' }),
    speakersOffline: Type.Integer(),
  }),
  everPlayed: Type.Boolean({ description: 'Some bulletin has been heard before' }),
  speakers: Type.Object({ total: Type.Integer(), online: Type.Integer() }),
});
export type Today = Static<typeof Today>;
