import { instantText } from '../clock.ts';
import { masterKeyFor } from '../config/secrets.ts';
import { AppError } from '../errors.ts';
import { createOutbox } from '../outbox/outbox.ts';
import { createAudit } from '../web/audit.ts';
import { configOf, flagsOf, say, usage } from './flags.ts';
import { withData } from './open-data.ts';

/** Tells what the machine's clock says and whether it is believed; `accept`: the person has checked that it is right. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = flagsOf(args, {}, 1);
  const [verb] = positionals;
  if (positionals.length > 1 || (verb !== undefined && verb !== 'accept')) {
    throw usage('clock [accept] [--data DIR]');
  }
  const { data } = configOf(values);
  return withData(data, async ({ db, clock }) => {
    const wall = Date.now();
    const shown = instantText(wall);
    if (verb === undefined) {
      if (clock.trusted()) say(`${shown}, Trạm Số tin giờ này.`, `${shown}, which the station believes.`);
      else
        say(
          `${shown}, Trạm Số không tin vì đã ghi nhận giờ muộn hơn. Nếu giờ này đúng: clock accept`,
          `${shown}, not believed, since a later time was written down. If it is right: clock accept`,
        );
      return clock.trusted() ? 0 : 1;
    }
    const audit = createAudit({
      db,
      clock,
      secrets: masterKeyFor(db, data).secrets,
      outbox: createOutbox({ db, clock }),
    });
    db.transaction(() => {
      if (!clock.accept()) throw new AppError('clock.impossible', { shown });
      audit.append({ actor: 'console', action: 'system.clock', details: { to: wall } });
    })();
    say(
      `Đã nhận giờ của máy là đúng: ${shown}. Trạm Số đang chạy sẽ theo trong vòng một phút.`,
      `The clock is taken to be right: ${shown}. A running station follows within a minute.`,
    );
    return 0;
  });
}
