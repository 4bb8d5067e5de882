import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { CameraRegistry, StreamHub } from '../parts.ts';
import { sayCameraReason } from '../reasons.ts';
import type { Viewings } from '../viewing/viewings.ts';
import { createRelays, type Relays } from './relays.ts';
import { relaysRepository } from './relays-repository.ts';
import { createTargets, type Targets } from './targets.ts';

export interface RelayingParts {
  registry: Pick<CameraRegistry, 'get' | 'stream'>;
  hub: Pick<StreamHub, 'join'>;
  viewings: Pick<Viewings, 'begin'>;
  keepDays(): number;
  log: FastifyBaseLogger;
}

/** The relays of a station, and where they may go: each needs the other. */
export function createRelaying(
  app: FastifyInstance,
  { registry, hub, viewings, keepDays, log }: RelayingParts,
): { relays: Relays; targets: Targets } {
  const { db, clock, secrets, audit } = app;
  const rows = relaysRepository(db);
  const targets = createTargets({
    db,
    rows,
    clock,
    secrets,
    audit,
    isInUse: (id) => relays.isTargetInUse(id),
  });
  const relays = createRelays({
    db,
    rows,
    clock,
    registry,
    hub,
    targets,
    viewings,
    audit,
    sayReason: sayCameraReason,
    keepDays,
    ffmpeg: app.config.programs.ffmpeg,
    spawn: app.outside.spawn,
    log,
    changed: () => app.live.changed('cameras', 'relays'),
  });
  return { relays, targets };
}
