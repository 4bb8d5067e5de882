import fp from 'fastify-plugin';
import { createOutbox, type Outbox } from './outbox.ts';

export type { Outbox, OutboxMessage } from './outbox.ts';
export type { OutboxClass, OutboxGap, OutboxTotal } from './outbox-repository.ts';

declare module 'fastify' {
  interface FastifyInstance {
    outbox: Outbox;
  }
}

/** Decorates `outbox`. Filled from the first day; `province/` drains it. */
export default fp(
  async (app) => void app.decorate('outbox', createOutbox({ db: app.db, clock: app.clock })),
  {
    name: 'outbox',
    dependencies: ['db'],
  },
);
