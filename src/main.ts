import type { FastifyBaseLogger } from 'fastify';
import { adoptReplacement } from './adopt-database.ts';
import { type App, buildApp } from './app.ts';
import { instantText } from './clock.ts';
import type { Config } from './config/schema.ts';
import { isDamage } from './db/checked-copy.ts';
import { AppError } from './errors.ts';
import { type Notifier, notifier } from './protocols/sd-notify.ts';
import { isDatabaseLost, replaceDamaged } from './system/backup/replace-damaged.ts';
import { finishRestore } from './system/backup/restore.ts';
import { createBallast } from './system/ballast.ts';
import { trackChildren } from './system/children.ts';
import { lockDataFolder, noteInstance } from './system/instance-lock.ts';
import { goesToJournal } from './system/journal.ts';
import { createLog } from './system/log.ts';
import { STATION } from './system/machine-watch.ts';
import { explainStartError, isDiskFull } from './system/start-error.ts';
import { feedWatchdog } from './system/watchdog.ts';
import { welcome } from './system/welcome.ts';

/** What starting has left behind is given back then: the speakers have found the station by now. */
const STARTED_MS = 30_000;
/** Under the 5 s that a graceful stop may take. */
const GRACE_MS = 4_500;

/** Runs the station in this process until a signal ends it. Throws what the person at the machine should read. */
export async function start(config: Config): Promise<void> {
  const notify = notifier();
  const log = createLog({ level: config.log.level, plain: process.stdout.isTTY });
  const children = trackChildren();
  process.on('exit', children.kill);
  // Also the way of a rejection that nobody handles. Going on in an unknown state could play what nobody asked for.
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'unexpected error, the station stops');
    process.exit(1);
  });

  const room: Room = { data: config.data, log };
  const unlock = await withRoom(room, async () => lockDataFolder(config.data));
  let app: App | undefined;
  try {
    const restored = await finishRestore(config.data);
    if (restored) log.warn({ slice: 'system', old: restored }, 'an interrupted restore was carried through');
    app = await withRoom(room, () => openStation(config, log, children.spawn));
    await app.web.listen();
    app.events.on('web.opened', ({ urls }) => noteInstance(config.data, urls));
    noteInstance(
      config.data,
      app.web.addresses().map(({ url }) => url),
    );
  } catch (error) {
    await app?.close();
    unlock();
    throw explainStartError(error, config.data);
  }
  stopOnSignal(app, { log, notify, unlock, stopFeeding: feed(app, log, notify) });
  process.stdout.write(welcome(await welcomeFacts(app)));
  await notify.send('READY=1');
  setTimeout(giveBack, STARTED_MS).unref();
}

/**
 * A station that has little to do would keep these 15 MB for hours. Costs some 50 ms, once. `gc` is there by
 * cli/node.env; its last resort also gives pages back to the machine.
 */
function giveBack(): void {
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}

interface Room {
  data: string;
  log: FastifyBaseLogger;
}

/** Does a step of the start; where the disk is full once more, after the ballast that is there for this was dropped. */
async function withRoom<T>({ data, log }: Room, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (!isDiskFull(error) || !(await createBallast(data).drop())) throw error;
    log.warn({ slice: 'system' }, 'the disk is full, its ballast was dropped');
    return step();
  }
}

/** Builds the station; where its database is damaged or lost, on the newest good copy. */
async function openStation(
  config: Config,
  log: FastifyBaseLogger,
  spawn: ReturnType<typeof trackChildren>['spawn'],
): Promise<App> {
  const { data } = config;
  const build = () => buildApp({ config, log, outside: { spawn } });
  try {
    if (isDatabaseLost(data)) throw new AppError('database.lost', { data });
    return await build();
  } catch (error) {
    if (!isDamage(error) && (error as AppError).code !== 'database.lost') throw error;
    const copiedAt = await replaceDamaged(data, Date.now(), adoptReplacement);
    if (copiedAt === undefined) throw error;
    log.error({ slice: 'system', err: error, copiedAt }, 'the damaged database was replaced');
    const app = await build();
    const when = instantText(copiedAt);
    app.alerts.raise('database.replaced', STATION, { copiedAt: when });
    return app;
  }
}

interface Running {
  log: FastifyBaseLogger;
  notify: Notifier;
  unlock: () => void;
  stopFeeding: () => void;
}

function stopOnSignal(app: App, { log, notify, unlock, stopFeeding }: Running): void {
  let stopping = false;
  async function stop(signal: NodeJS.Signals): Promise<void> {
    // Asked twice: the person does not want to wait.
    if (stopping) process.exit(1);
    stopping = true;
    log.info({ signal }, 'stopping');
    stopFeeding();
    setTimeout(() => {
      log.error({ afterMs: GRACE_MS }, 'the stop took too long and was cut short');
      process.exit(1);
    }, GRACE_MS);
    await Promise.all([app.close(), notify.send('STOPPING=1')]);
    unlock();
    log.info({}, 'stopped');
    process.exit(0);
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop);
}

function feed(app: App, log: FastifyBaseLogger, notify: Notifier): () => void {
  if (notify.watchdogMs === undefined) return () => {};
  return feedWatchdog({
    everyMs: notify.watchdogMs,
    probe: app.system.alive,
    feed: () => notify.send('WATCHDOG=1'),
    onStarving: (error) => log.error({ slice: 'system', err: error }, 'the watchdog is not fed'),
  });
}

async function welcomeFacts(app: App): Promise<Parameters<typeof welcome>[0]> {
  const addresses = app.web.addresses();
  const { recovery } = app.system;
  // A journal keeps what it is told: there, the installer or the panel shows the code instead.
  const shows = !goesToJournal() && !recovery.exists();
  const note = () => app.audit.append({ actor: STATION, action: 'system.recovery_code' });
  return {
    readyMs: performance.now(),
    here: addresses.find(({ listener }) => listener === 'loopback')?.url,
    elsewhere: app.config.listen.lan
      ? addresses.filter(({ listener }) => listener === 'https').map(({ url }) => url)
      : [],
    caFingerprint: (await app.certificates.current()).caFingerprint,
    firstRunCode: app.identity.firstRunCode(),
    recoveryCode: shows ? await recovery.renew(note) : undefined,
  };
}
