import { setTimeout as wait } from 'node:timers/promises';
import { pino } from 'pino';
import t from 'tap';
import { type Ending, endInTurn, endTogether } from '../../src/cameras/closing.ts';

function rig() {
  const lines: { part: string }[] = [];
  const log = pino({ level: 'error' }, { write: (line) => void lines.push(JSON.parse(line)) });
  const ended: string[] = [];
  const slow: Ending = [
    'slow',
    async () => {
      await wait(20);
      ended.push('slow');
    },
  ];
  const quick: Ending = ['quick', () => ended.push('quick')];
  const broken: Ending = [
    'broken',
    () => {
      throw new Error('no');
    },
  ];
  return { log, lines, ended, slow, quick, broken };
}

t.test('a part that fails skips no other, and is told', async (t) => {
  const { log, lines, ended, slow, quick, broken } = rig();
  await endTogether([broken, slow, quick], log);
  t.same(ended, ['quick', 'slow']);
  t.match(lines, [{ part: 'broken' }]);
});

t.test('in turn, each once the one before has ended', async (t) => {
  const { log, lines, ended, slow, quick, broken } = rig();
  await endInTurn([slow, broken, quick], log);
  t.same(ended, ['slow', 'quick']);
  t.match(lines, [{ part: 'broken' }]);
});
