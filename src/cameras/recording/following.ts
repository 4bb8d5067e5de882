import type { FastifyBaseLogger } from 'fastify';
import type { EventBus } from '../../events.ts';
import { guarded } from '../../repeat.ts';
import type { Identities } from './identities.ts';
import type { Keeping } from './keeping.ts';
import type { Recorders } from './recorders.ts';

export interface FollowingParts {
  events: Pick<EventBus, 'on'>;
  recorders: Pick<Recorders, 'settle' | 'motion'>;
  identities: Pick<Identities, 'changed'>;
  keeping: Pick<Keeping, 'look'>;
  /** Works off what is to be deleted. */
  erase(): Promise<void>;
  log: FastifyBaseLogger;
}

/** Follows what happens to the cameras and to the settings; the function returned ends it. */
export function follow({ events, recorders, identities, keeping, erase, log }: FollowingParts): () => void {
  const settle = (cameraId: string) =>
    guarded(() => recorders.settle(cameraId), { log, work: 'a recording follows its camera' })();
  const look = guarded(keeping.look, { log, work: 'recordings follow the settings' });

  /** Nothing more is recorded of it, and what there is goes where that was asked for. */
  async function forget(cameraId: string): Promise<void> {
    await settle(cameraId);
    await erase();
  }

  const offs = [
    events.on('camera.event', recorders.motion),
    events.on('camera.changed', ({ cameraId }) => void settle(cameraId)),
    events.on('camera.changed', ({ cameraId }) => identities.changed(cameraId)),
    events.on('device.changed', ({ id }) => identities.changed(id)),
    events.on('camera.removed', ({ cameraId }) => void forget(cameraId)),
    events.on('settings.changed', ({ section }) => {
      if (section === 'cameras') void look();
    }),
  ];
  return () => {
    for (const off of offs) off();
  };
}
