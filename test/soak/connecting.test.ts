import t from 'tap';
import { freePorts } from '../lab/station/free-ports.ts';
import { connectAgainAndAgain } from './connecting.ts';

/** A few rounds of what `scripts/soak cameras` does by the thousand. */
t.test('viewers and cameras that come and go leave nothing behind', async (t) => {
  const wrong = await connectAgainAndAgain({
    rounds: 8,
    cameras: 4,
    data: t.testdir({}),
    port: await freePorts(),
    say: t.comment.bind(t),
  });
  t.same(wrong, []);
});
t.setTimeout(120_000);
