import type { FastifyInstance } from 'fastify';
import type { PlayoutsRepository } from './playouts-repository.ts';
import type { PlayoutRecord } from './record.ts';
import type { PlayoutState } from './schemas.ts';
import { ended, type PlayoutEvent, transition } from './state.ts';
import type { Target } from './target.ts';
import type { TargetsRepository } from './targets-repository.ts';
import { targetView } from './view.ts';

declare module '../../events.ts' {
  interface Events {
    /** A playout came to be, or changed its state. */
    'playout.changed': { id: string; state: PlayoutState };
  }
}

export type Changes = Partial<Omit<PlayoutRecord, 'id' | 'state'>>;

/** The log of playouts: the one place where a playout comes to be and changes its state. */
export interface PlayoutLog {
  insert(record: PlayoutRecord): void;
  /** Throws where the event cannot happen in the record's state. Nests in a caller's transaction. */
  move(record: PlayoutRecord, event: PlayoutEvent, changes?: Changes): PlayoutRecord;
}

interface LogParts {
  app: FastifyInstance;
  playouts: PlayoutsRepository;
  targets: TargetsRepository;
}

export function createLog({ app, playouts, targets }: LogParts): PlayoutLog {
  const log = app.log.child({ slice: 'broadcast' });

  const shown = (target: Target) => targetView(target, app.speakers.sayReason);

  /** The province's copy: an emergency from its first moment, everything else once it is over. */
  function tellProvince(record: PlayoutRecord): void {
    const emergency = record.kind === 'emergency';
    if (!ended(record.state) && !(emergency && record.state === 'playing')) return;
    const { bulletinId, bulletinVersion, script, audioId, byId, chime, ...said } = record;
    const payload = {
      ...said,
      bulletin: bulletinId && { id: bulletinId, version: bulletinVersion },
      text: script?.text ?? null,
      speakers: ended(record.state) ? targets.of(record.id).map(shown) : [],
    };
    app.outbox.append({ class: emergency ? 'alarm' : 'normal', type: 'playout', payload });
  }

  function announce({ id, state, kind, reason }: PlayoutRecord): void {
    if (state !== 'planned') log.info({ playout: id, kind, state, reason }, 'playout changed');
    app.events.emit('playout.changed', { id, state });
    app.live.changed('playouts', id);
  }

  const insert = app.db.transaction((record: PlayoutRecord) => {
    playouts.insert(record);
    tellProvince(record);
  });
  const save = app.db.transaction((record: PlayoutRecord) => {
    playouts.save(record);
    tellProvince(record);
  });

  return {
    insert(record) {
      insert(record);
      announce(record);
    },
    move(record, event, changes = {}) {
      const state = transition(record.state, event);
      if (!state) throw new Error(`a playout that is ${record.state} cannot be ${event}`);
      const finishedAt = ended(state) ? app.clock.now() : null;
      const moved: PlayoutRecord = { ...record, finishedAt, ...changes, state };
      save(moved);
      announce(moved);
      return moved;
    },
  };
}
