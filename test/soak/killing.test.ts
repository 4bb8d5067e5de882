import t from 'tap';
import { freePorts } from '../lab/station/free-ports.ts';
import { killAgainAndAgain } from './killing.ts';

t.test(
  'killed at random, the station plays nothing twice and forgets nothing',
  { timeout: 280_000 },
  async (t) => {
    const wrong = await killAgainAndAgain({
      rounds: 3,
      port: await freePorts(),
      say: (line) => t.comment(line),
    });
    t.same(wrong, []);
  },
);
