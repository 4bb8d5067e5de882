import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import type { Test } from 'tap';
import type { Camera } from '../../../src/cameras/parts.ts';
import { createRelays } from '../../../src/cameras/relay/relays.ts';
import { relaysRepository } from '../../../src/cameras/relay/relays-repository.ts';
import { createTargets } from '../../../src/cameras/relay/targets.ts';
import { createViewings } from '../../../src/cameras/viewing/viewings.ts';
import { secretsFrom } from '../../../src/config/secrets.ts';
import { migrate } from '../../../src/db/migrate.ts';
import { openDatabase } from '../../../src/db/open.ts';
import type { AuditEntry } from '../../../src/web/audit.ts';
import { LoopedHub } from '../../lab/cameras/looped-hub.ts';

const RECEIVER = fileURLToPath(new URL('../../lab/cameras/rtsp-receiver.py', import.meta.url));
export const PASSWORD = 'mật/khẩu: 1@#%&"';
export const AN = { user: { id: 'u1', name: 'Trần Văn An' }, ip: '192.168.1.7' };
export const REASON = 'Công an xã đề nghị, vụ mất xe';
const log = pino({ level: 'silent' });

export function rig(t: Test, hub = new LoopedHub(), path = `${t.testdir()}/x.db`) {
  const db = openDatabase(path);
  t.teardown(() => db.close());
  migrate(db, t.testdirName);
  const told: AuditEntry[] = [];
  const clock = {
    ahead: 0,
    now: () => Date.now() + clock.ahead,
    monotonic: () => performance.now() + clock.ahead,
    trusted: () => true,
  };
  const audit = { append: (entry: AuditEntry) => void told.push(entry) };
  const viewings = createViewings({ db, clock, audit, keepDays: () => 30, lastAlive: undefined, log });
  const rows = relaysRepository(db);
  const targets = createTargets({
    db,
    rows,
    clock,
    secrets: secretsFrom(Buffer.alloc(32, 1)),
    audit,
    isInUse: (id) => relays.isTargetInUse(id),
  });
  const stream = { role: 'main', url: 'rtsp://x/', token: '', video: 'h264' } as const;
  const relays = createRelays({
    db,
    rows,
    clock,
    hub,
    targets,
    viewings,
    audit,
    keepDays: () => 30,
    registry: {
      get: (id) => (id === 'c1' || id === 'c2' ? ({ id, name: `Camera ${id}` } as Camera) : undefined),
      stream: () => ({ ...stream, width: 0, height: 0, fps: 0, kbps: 0, audio: '' }),
    },
    sayReason: (code) => ({ vi: code, en: code }),
    ffmpeg: 'ffmpeg',
    spawn,
    log,
    changed() {},
  });
  relays.start();
  t.teardown(async () => {
    await relays.close();
    await viewings.close();
  });
  // biome-ignore lint/suspicious/noExplicitAny: only its user is used
  const request = AN as any;
  const ask = (targetId: string, cameraId = 'c1') => ({ cameraId, targetId, minutes: 5, reason: REASON });
  return { db, path, hub, relays, targets, told, clock, request, ask, viewings };
}

export async function until(what: string, check: () => boolean, ms = 20_000): Promise<void> {
  const end = performance.now() + ms;
  while (!check()) {
    if (performance.now() > end) throw new Error(`not within ${ms} ms: ${what}`);
    await sleep(50);
  }
}

export async function receiver(t: Test, port: number, file: string): Promise<ChildProcess> {
  const child = spawn('/usr/bin/python3', [RECEIVER, String(port), 'tỉnh', file], {
    env: { ...process.env, PASSWORD },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  if (child.stdout) await once(child.stdout, 'data');
  return child;
}

/** Bad input that names its field. */
export const refusal = (field: string) => ({ code: 'input.invalid', details: { field } });

export const bytesIn = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

export function everyCommandLine(): string {
  return execFileSync('ps', ['-eo', 'args', '-ww']).toString();
}
