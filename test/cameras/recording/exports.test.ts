import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { createExports } from '../../../src/cameras/recording/exports.ts';
import { exportsRepository } from '../../../src/cameras/recording/exports-repository.ts';
import { DAY_MS } from '../../../src/clock.ts';
import { makeClip } from './clips.ts';
import { CAMERA, feed, handClock, openStore, recorderOn, T0 } from './rig.ts';

const clip = await makeClip({ seconds: 8, size: '160x120' });
const GB = 1024 ** 3;
const ASK = { cameraId: CAMERA, from: T0 + 1_000, to: T0 + 6_000, reason: 'Theo đề nghị', by: 'Người thử' };

async function rigged(t: Test, { ffmpeg = 'ffmpeg', free = 100 * GB } = {}) {
  const store = openStore(t);
  const clock = handClock();
  const { recorder } = recorderOn(store, clock, 'continuous', { segmentMs: 3_000 });
  feed(recorder, clip, clock);
  await recorder.close();
  clock.pass(60_000);
  const rows = exportsRepository(store.db);
  const audited: object[] = [];
  const open = (program = ffmpeg) => {
    const exports = createExports({
      rows,
      segments: store.rows,
      folder: () => store.folder,
      clock,
      db: store.db,
      audit: { append: ({ action, details }) => void audited.push({ action, ...details }) },
      missing: () => () => ({ ms: 0, gaps: [] }),
      manifest:
        () =>
        ({ files }) => ({ files: files.map(({ name }) => name) }),
      isReady: () => true,
      isSteady: () => true,
      changed: () => {},
      ffmpeg: program,
      spawn,
      log: store.log,
      space: async () => ({ free, size: 100 * GB }),
    });
    t.teardown(() => exports.close());
    return exports;
  };
  const ended = async (id: string) => {
    for (let i = 0; i < 400 && rows.get(id)?.endedAt === null; i++) await wait(25);
    return rows.get(id);
  };
  const files = () => readdirSync(join(store.folder, 'exports'));
  return { ...store, clock, rows, open, ended, files, audited };
}

/** In the place of ffmpeg: never ends by itself. */
function stuck(t: Test): string {
  // Not in the test's folder, which the store makes anew.
  const bin = mkdtempSync(join(tmpdir(), 'tramso-stuck-'));
  t.teardown(() => rmSync(bin, { recursive: true, force: true }));
  const path = join(bin, 'ffmpeg');
  writeFileSync(path, '#!/bin/sh\nexec sleep 600\n', { mode: 0o755 });
  return path;
}

t.test('asked for, refused, and done one after the other', async (t) => {
  const { open, ended, rows, clock, files, audited } = await rigged(t);
  const exports = open();
  t.throws(() => exports.ask({ ...ASK, to: ASK.from }), { code: 'input.invalid' });
  t.throws(() => exports.ask({ ...ASK, to: ASK.from + 13 * 3_600_000 }), { code: 'input.invalid' });
  t.throws(() => exports.ask({ ...ASK, from: clock.at + 1, to: clock.at + 9 }), { code: 'input.invalid' });
  t.throws(() => exports.ask({ ...ASK, from: T0 - 9_000, to: T0 - 1 }), { code: 'camera.nothing_recorded' });
  const [one, two] = [exports.ask(ASK), exports.ask({ ...ASK, to: ASK.to + 1_000 })];
  exports.wake();
  t.match(await ended(one.id), { state: 'done', failure: null, missingMs: 0, gaps: '[]' });
  t.match(await ended(two.id), { state: 'done', failure: null });
  const done = rows.get(one.id);
  t.match(audited, [
    { action: 'camera.export_done', export: one.id, sha256: done?.sha256, bytes: done?.bytes },
    { export: two.id },
  ]);
  t.same(files().sort(), [`${one.id}.tar`, `${two.id}.tar`].sort());
  clock.pass(15 * DAY_MS);
  await exports.sweep();
  t.same(files(), [], 'files are not kept for ever');
  t.equal(rows.get(one.id), undefined);
});

t.test('no more than can wait', async (t) => {
  const { open } = await rigged(t, { ffmpeg: stuck(t) });
  const exports = open();
  for (let i = 0; i < 20; i++) exports.ask(ASK);
  t.throws(() => exports.ask(ASK), { code: 'camera.export_many' });
});

t.test('too little room, or a program that fails, is told', async (t) => {
  const { open, ended } = await rigged(t, { free: 1_000 });
  const exports = open();
  const { id } = exports.ask(ASK);
  exports.wake();
  t.match(await ended(id), { state: 'failed', failure: 'camera.export_room' });
  const other = await rigged(t, { ffmpeg: '/bin/false' });
  const failing = other.open();
  const asked = failing.ask(ASK);
  failing.wake();
  t.match(await other.ended(asked.id), { state: 'failed', failure: 'camera.export_failed' });
  t.same(other.files(), [], 'nothing is left behind');
});

t.test('cancelled, and begun anew after a restart', async (t) => {
  const { open, rows, files, ended, folder } = await rigged(t, { ffmpeg: stuck(t) });
  const exports = open();
  const one = exports.ask(ASK);
  const two = exports.ask(ASK);
  exports.wake();
  const running = async (id: string) => {
    for (let i = 0; i < 400 && !existsSync(join(folder, 'exports', `${id}.work`, 'list.txt')); i++)
      await wait(25);
    return rows.get(id)?.state;
  };
  t.equal(await running(one.id), 'running');
  await exports.remove(exports.get(one.id))();
  t.equal(await running(two.id), 'running', 'the next one has its turn');
  t.same(files(), [`${two.id}.work`]);
  await exports.close();
  t.equal(rows.get(two.id)?.state, 'running', 'as it was when the station ended');
  mkdirSync(join(folder, 'exports', `${two.id}.work`), { recursive: true });

  const again = open('ffmpeg');
  await again.sweep();
  again.wake();
  t.match(await ended(two.id), { state: 'done' });
  t.same(files(), [`${two.id}.tar`]);
});
