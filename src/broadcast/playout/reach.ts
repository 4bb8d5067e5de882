import type { FastifyInstance } from 'fastify';
import type { SpeakerInfo } from '../../speakers/schemas.ts';
import type { PlayoutsRepository } from './playouts-repository.ts';
import type { PlayoutRecord } from './record.ts';
import type { TargetsRepository } from './targets-repository.ts';

/** The speakers that a playout is for, as things stand now. */
export type Reach = (record: PlayoutRecord) => SpeakerInfo[];

interface ReachParts {
  app: FastifyInstance;
  playouts: Pick<PlayoutsRepository, 'get'>;
  targets: Pick<TargetsRepository, 'of'>;
}

/** A replay after a crash is not for those who had heard it to the end before. */
export function createReach({ app, playouts, targets }: ReachParts): Reach {
  function heardBefore(record: PlayoutRecord): Set<string> {
    const heard = new Set<string>();
    for (let id = record.replayOf; id !== null; id = playouts.get(id)?.replayOf ?? null) {
      for (const { speakerId, state } of targets.of(id)) if (state === 'finished') heard.add(speakerId);
    }
    return heard;
  }

  return (record) => {
    // A siren is for the real thing only.
    const priority = record.kind === 'drill' ? 'normal' : record.priority;
    const speakers = app.speakers.inZones(record.zoneIds, priority);
    if (record.replayOf === null) return speakers;
    const heard = heardBefore(record);
    return speakers.filter(({ id }) => !heard.has(id));
  };
}
