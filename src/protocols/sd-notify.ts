import { spawn } from 'node:child_process';

/**
 * sd_notify(3). Node has no unix datagram socket and the packages for it are native, so each message goes
 * through `systemd-notify`, which every machine with a notify socket has; the unit says NotifyAccess=all.
 */
export interface Notifier {
  /** systemd wants WATCHDOG=1 at least this often (ms); undefined: no watchdog is set. */
  readonly watchdogMs: number | undefined;
  /** Sends assignments such as `READY=1`; resolves once systemd has taken them, false where it could not. */
  send(...assignments: string[]): Promise<boolean>;
}

export interface NotifyOptions {
  env?: NodeJS.ProcessEnv;
  spawn?: typeof spawn;
  pid?: number;
}

/** Reads and removes the service manager's variables, so that no child of the station speaks in its name. */
export function notifier(options: NotifyOptions = {}): Notifier {
  const env = options.env ?? process.env;
  const run = options.spawn ?? spawn;
  const socket = env.NOTIFY_SOCKET;
  const watchdogMs = watchdogOf(env, options.pid ?? process.pid);
  delete env.NOTIFY_SOCKET;
  delete env.WATCHDOG_USEC;
  delete env.WATCHDOG_PID;
  return {
    watchdogMs: socket ? watchdogMs : undefined,
    send(...assignments) {
      if (!socket) return Promise.resolve(false);
      return new Promise((resolve) => {
        const child = run('systemd-notify', assignments, {
          env: { PATH: env.PATH, NOTIFY_SOCKET: socket },
          stdio: 'ignore',
        });
        child.once('error', () => resolve(false));
        child.once('exit', (code) => resolve(code === 0));
      });
    },
  };
}

/** sd_watchdog_enabled(3): microseconds, meant for this process only where WATCHDOG_PID names it. */
function watchdogOf(env: NodeJS.ProcessEnv, pid: number): number | undefined {
  const microseconds = Number(env.WATCHDOG_USEC);
  const meant = env.WATCHDOG_PID === undefined || Number(env.WATCHDOG_PID) === pid;
  return meant && microseconds > 0 ? microseconds / 1000 : undefined;
}
