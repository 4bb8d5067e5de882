import t from 'tap';
import { createReports } from '../../src/broadcast/playout/reports.ts';

t.test(
  'a disk that takes nothing for days is told of once for each playout, and that it is over',
  async (t) => {
    const told: string[] = [];
    const say = (_facts: object, message: string) => told.push(message);
    let full = true;
    const entry = {
      orphan: true,
      stopped: false,
      intent: null,
      unwritten: new Set(['a']),
      targets: new Map([['a', { speakerId: 'a', state: 'started' }]]),
      record: { id: 'p' },
    };
    const reports = createReports({
      app: {
        log: { child: () => ({ error: say, info: say }) },
        db: { transaction: (work: unknown) => work },
        live: { changed() {} },
      },
      air: { all: () => [entry], moment: () => ({}) },
      targets: {
        update() {
          if (full) throw new Error('database or disk is full');
        },
      },
      playouts: { save() {} },
      onFree() {},
    } as never);
    for (let second = 0; second < 100; second++) reports.settle();
    t.same(told, ['what speakers did could not be written; will retry']);
    full = false;
    reports.settle();
    t.same(told.slice(1), ['what speakers did is written again']);
    t.equal(entry.unwritten.size, 0);
  },
);
