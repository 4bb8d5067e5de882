import { join } from 'node:path';
import t from 'tap';
import type { Finding } from '../../src/system/doctor/finding.ts';
import { freePorts } from '../lab/station/free-ports.ts';
import { onSmallDisk } from './small-disk.ts';

t.setTimeout(180_000);

const TOP = join(import.meta.dirname, '../..');
const from = (path: string) => JSON.stringify(join(TOP, path));

interface Round {
  said: string;
  exit: number | null;
  ballast: boolean;
}

t.test('on a full disk the station starts by dropping its ballast, and stops in good order', async (t) => {
  const port = await freePorts();
  const told = await onSmallDisk<{ rounds: Round[]; findings: Finding[] }>(
    t,
    '60m',
    `
    import { spawn, spawnSync } from 'node:child_process';
    import { once } from 'node:events';
    import { appendFileSync, existsSync, rmSync, writeFileSync } from 'node:fs';
    import { join } from 'node:path';
    const data = join(process.argv[1], 'data');
    const ballast = join(data, 'ballast');
    const rounds = [];
    async function round(whileItRuns = () => {}) {
      const args = [${from('src/cli.ts')}, 'start', '--data', data, '--port', '${port}'];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
      let said = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => { said += text; });
      const ended = once(child, 'close');
      let over = false;
      void ended.then(() => { over = true; });
      while (!over && !said.includes('Ctrl+C')) await new Promise((resolve) => setTimeout(resolve, 50));
      whileItRuns();
      child.kill('SIGTERM');
      const [exit] = await ended;
      rounds.push({ said, exit, ballast: existsSync(ballast) });
    }
    function fill() {
      for (let size = 1_048_576; size >= 256; size /= 2) {
        try { for (;;) appendFileSync(join(process.argv[1], 'filler'), Buffer.alloc(size)); } catch {}
      }
    }
    await round();
    // The station carries 64 MB on a disk that has room for it; on this one a little stands for that.
    writeFileSync(ballast, Buffer.alloc(16 * 1_048_576));
    fill();
    await round(fill);
    fill();
    await round();
    const doctor = spawnSync(process.execPath, [${from('src/cli.ts')}, 'doctor', '--data', data, '--json']);
    const findings = JSON.parse(doctor.stdout);
    rmSync(join(process.argv[1], 'filler'));
    await round();
    console.log(JSON.stringify({ rounds, findings }));`,
  );
  if (!told) return;
  const { rounds, findings } = told;
  const found = (id: string) => findings.find((each) => each.id === id);
  t.match(found('disk'), { state: 'failed' });
  t.match(found('database'), { state: 'warning', found: { vi: /không đủ chỗ/ } });
  t.notMatch(found('backup')?.advice?.vi, /recovery-code/, 'what cannot be read is not taken for missing');
  const [, full, without, again] = rounds;
  t.match(full?.said, /its ballast was dropped/);
  t.match(full?.said, /đã sẵn sàng/);
  t.equal(full?.exit, 0, String(full?.said));
  t.notOk(full?.ballast);
  t.equal(without?.exit, 1);
  t.match(without?.said, /^tramso start: Ổ đĩa của Trạm Số đã đầy.*\n$/, 'nothing left to drop: one line');
  t.match(again, { exit: 0, said: /đã sẵn sàng/ }, 'with room again it is as before');
});

t.test('a migration is not run without its backup, and its half copy is thrown away', async (t) => {
  const outcome = await onSmallDisk<Record<string, unknown>>(
    t,
    '3m',
    `
    import { appendFileSync, readdirSync, rmSync } from 'node:fs';
    import { join } from 'node:path';
    import { migrate } from ${from('src/db/migrate.ts')};
    import { openDatabase } from ${from('src/db/open.ts')};
    const dir = process.argv[1];
    const db = openDatabase(join(dir, 'x.db'));
    const one = { number: 1, name: '0001_a.sql', sql: 'CREATE TABLE a (x TEXT) STRICT' };
    const two = { number: 2, name: '0002_b.sql', sql: 'CREATE TABLE b (x TEXT) STRICT' };
    migrate(db, join(dir, 'backups'), [one]);
    db.prepare('INSERT INTO a VALUES (hex(zeroblob(400000)))').run();
    try { for (;;) appendFileSync(join(dir, 'filler'), Buffer.alloc(4096)); } catch {}
    const attempt = () => {
      try { return migrate(db, join(dir, 'backups'), [one, two]); } catch (error) { return error.code; }
    };
    const full = [attempt(), attempt(), readdirSync(join(dir, 'backups'))];
    rmSync(join(dir, 'filler'));
    console.log(JSON.stringify({ full, withRoom: attempt(), copies: readdirSync(join(dir, 'backups')) }));`,
  );
  if (!outcome) return;
  t.same(outcome, {
    full: ['SQLITE_FULL', 'SQLITE_FULL', []],
    withRoom: ['0002_b.sql'],
    copies: ['before-migration-0002.db'],
  });
});

t.test('a restore for which there is no room says so, and blames no backup', async (t) => {
  const outcome = await onSmallDisk<unknown[]>(
    t,
    '2m',
    `
    import { randomBytes } from 'node:crypto';
    import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
    import { tmpdir } from 'node:os';
    import { join } from 'node:path';
    import { openDatabase } from ${from('src/db/open.ts')};
    import { makeBackup } from ${from('src/system/backup/make-backup.ts')};
    import { restoreBackup } from ${from('src/system/backup/restore.ts')};
    import { explainStartError } from ${from('src/system/start-error.ts')};
    import { newRecoveryCode, recipientOf } from ${from('src/system/backup/recovery-code.ts')};
    const small = process.argv[1];
    const elsewhere = mkdtempSync(join(tmpdir(), 'tramso-test-'));
    const code = newRecoveryCode();
    const backup = async (fill) => {
      const data = mkdtempSync(join(elsewhere, 'data-'));
      const db = openDatabase(join(data, 'tramso.db'));
      db.exec('CREATE TABLE note (text BLOB) STRICT');
      db.prepare('INSERT INTO note VALUES (?)').run(fill);
      db.close();
      writeFileSync(join(data, 'secret.key'), 'k');
      const place = { data, folder: data, separateDisk: false, keep: 1, id: '00000000', now: 0 };
      const recipient = await recipientOf(code);
      return (await makeBackup({ ...place, recipient, masterKey: join(data, 'secret.key') })).file;
    };
    const outcomes = [];
    // Too large as it is, and too large once it is unpacked.
    for (const fill of [randomBytes(4_000_000), Buffer.alloc(4_000_000)]) {
      const file = await backup(fill);
      const request = { file, data: small, recoveryCode: code, adopt() {}, now: 0 };
      const error = await restoreBackup(request).catch((error) => explainStartError(error, small));
      outcomes.push([error?.code, readdirSync(small)]);
    }
    rmSync(elsewhere, { recursive: true });
    console.log(JSON.stringify(outcomes));`,
  );
  if (!outcome) return;
  t.same(outcome, [
    ['disk.full', []],
    ['disk.full', []],
  ]);
});
