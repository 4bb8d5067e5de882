import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import t, { type Test } from 'tap';
import { stationFolder } from '../station-folder.ts';
import { tramso } from '../tramso-process.ts';

t.setTimeout(180_000);

interface Told {
  code: number | NodeJS.Signals | null;
  out: string;
  err: string;
}

interface How {
  env?: NodeJS.ProcessEnv;
  input?: string | Buffer;
}

/** Runs a command to its end. */
async function run(t: Test, args: string[], { env = {}, input = '' }: How = {}): Promise<Told> {
  const process = tramso(t, args, env, input);
  const code = await process.ended;
  return { code, out: process.out(), err: process.err() };
}

const CODE = /(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}/;

t.test('what does not belong to a command is refused in one line, in the person’s language', async (t) => {
  const data = join(stationFolder(t), 'data');
  const wrong: [args: string[], vi: RegExp][] = [
    [['backup', '/mnt/usb'], /không có tùy chọn “\/mnt\/usb”/],
    [['start', 'now'], /không có tùy chọn “now”/],
    [['doctor', 'all'], /không có tùy chọn “all”/],
    [['migrate', '--force'], /không có tùy chọn “--force”/],
    [['recovery-code', 'new'], /không có tùy chọn “new”/],
    [['restore'], /cách dùng: tramso restore/],
    [['user', 'reset'], /cách dùng: tramso user/],
    [['nothing'], /không có lệnh “nothing”/],
  ];
  mkdirSync(data);
  await run(t, ['migrate', '--data', data]);
  for (const [args, vi] of wrong) {
    const told = await run(t, args.includes('nothing') ? args : [...args, '--data', data]);
    t.match(told, { code: 2, err: vi }, args.join(' '));
  }
  const english = await run(t, ['--lang', 'en', 'backup', '/mnt/usb', '--data', data]);
  t.equal(english.err, 'tramso backup: “/mnt/usb” does not belong here. See: tramso help\n');
});

t.test('from an empty folder to a backup, and back on another box', async (t) => {
  const dir = stationFolder(t);
  const [data, usb, elsewhere] = ['data', 'usb', 'elsewhere'].map((name) => join(dir, name)) as [
    string,
    string,
    string,
  ];
  mkdirSync(usb);
  const missing = await run(t, ['user', 'list', '--data', data]);
  t.match(missing, { code: 1, err: /Không có dữ liệu của Trạm Số/ });
  t.notOk(existsSync(data), 'a mistyped folder is not made');

  t.match(await run(t, ['migrate', '--data', data]), { code: 0, out: /0001_config_settings\.sql/ });
  t.match(await run(t, ['migrate', '--data', data]), { code: 0, out: /mới nhất/ });
  t.match(await run(t, ['recovery-code', '--data', data]), { code: 1, out: /Chưa có mã khôi phục/ });
  t.match(await run(t, ['backup', '--data', data]), { code: 1, err: /chưa có mã khôi phục/ });
  const made = await run(t, ['recovery-code', '--new', '--data', data]);
  const [code = ''] = CODE.exec(made.out) ?? [];
  t.equal(made.code, 0, made.err);
  t.match(await run(t, ['recovery-code', '--data', data]), { code: 0 });

  const added = await run(t, ['user', 'add-admin', 'Lan', '--name', 'Nguyễn Thị Lan', '--data', data]);
  t.match(added, { code: 0, out: /Mật khẩu dùng một lần của Lan: \S{8}/ });
  t.match(await run(t, ['user', 'list', '--data', data]), {
    out: /^lan\tadmin\tenabled\t-\tNguyễn Thị Lan$/m,
  });
  t.match(await run(t, ['user', 'reset', 'lan', '--data', data]), { code: 0, out: /Mật khẩu dùng một lần/ });
  t.match(await run(t, ['user', 'reset', 'hoa', '--data', data]), {
    code: 1,
    err: /Không có tài khoản “hoa”/,
  });

  const nowhere = await run(t, ['backup', '--to', join(dir, 'none'), '--data', data]);
  t.match(nowhere, { code: 1, err: /không có thư mục này \(ENOENT\)/ });
  const unwritable = await run(t, ['backup', '--to', '/proc', '--data', data]);
  t.match(unwritable, { code: 1, err: /^tramso backup: Không ghi được bản sao lưu vào \/proc: .*\n$/ });
  t.match(await run(t, ['backup', '--to', usb, '--data', data]), { code: 0, out: /Đã sao lưu: .*\.age/ });
  const file = join(usb, readdirSync(usb)[0] ?? '');

  const restore = (more: string[], how: How = {}) => run(t, ['restore', ...more, '--data', elsewhere], how);
  const codeFile = join(dir, 'code');
  t.match(await restore([file, '--code-file', codeFile]), { code: 1, err: /tệp mã khôi phục .*\(ENOENT\)/ });
  t.match(await restore([file], { input: 'AAAA-BBBB\n' }), { code: 1, err: /Mã khôi phục chưa đúng/ });
  // Whoever mistypes the file hears of it before the code is typed.
  const none = { code: 1, err: /Không đọc được tệp sao lưu .*none \(ENOENT\)/ };
  t.match(await restore([join(usb, 'none')], { input: '' }), none);
  t.notOk(existsSync(join(elsewhere, 'tramso.db')));
  t.match(await restore([file], { input: `${code.toLowerCase()}\n` }), { code: 0, out: /Đã khôi phục/ });
  t.match(await run(t, ['user', 'list', '--data', elsewhere]), { out: /^lan\tadmin/m });

  writeFileSync(codeFile, code);
  t.match(await restore([file, '--code-file', codeFile]), {
    code: 0,
    out: /Dữ liệu cũ nằm ở .*before-restore/,
  });
  const fromStdin = { env: { TRAMSO_RECOVERY_CODE: code }, input: readFileSync(file) };
  t.match(await restore(['-'], fromStdin), { code: 0, out: /Đã khôi phục/ });
  const [last] = tail(join(elsewhere, 'tramso.db'));
  t.match(last, { action: 'system.restore', actor_name: 'console' });
});

function tail(path: string): unknown[] {
  const db = new Database(path, { readonly: true });
  try {
    return db.prepare('SELECT action, actor_name FROM audit ORDER BY seq DESC LIMIT 1').all();
  } finally {
    db.close();
  }
}

t.test('a restore that was cut is carried through by whichever command comes first', async (t) => {
  const dir = stationFolder(t);
  const data = join(dir, 'data');
  await run(t, ['migrate', '--data', data]);
  await run(t, ['user', 'add-admin', 'lan', '--data', data]);
  const staging = join(data, 'restoring');
  mkdirSync(staging);
  // As after the cut: the restored files wait, the old ones have just gone.
  for (const name of ['tramso.db', 'secret.key']) {
    writeFileSync(join(staging, name), readFileSync(join(data, name)));
    rmSync(join(data, name));
  }
  writeFileSync(join(staging, 'CLEARED'), 'before-restore-1');
  t.match(await run(t, ['user', 'list', '--data', data]), { code: 0, out: /^lan\tadmin/m });
  t.notOk(existsSync(staging));
});

t.test('with a key that systemd keeps, a command makes none of its own', async (t) => {
  const dir = stationFolder(t);
  const data = join(dir, 'data');
  mkdirSync(join(dir, 'credentials'));
  writeFileSync(join(dir, 'credentials', 'tramso-key'), Buffer.alloc(32, 5).toString('base64'));
  const env = { CREDENTIALS_DIRECTORY: join(dir, 'credentials') };
  await run(t, ['migrate', '--data', data]);
  t.equal((await run(t, ['recovery-code', '--new', '--data', data], { env })).code, 0);
  for (const args of [['backup'], ['recovery-code', '--new'], ['user', 'add-admin', 'lan']]) {
    t.match(
      await run(t, [...args, '--data', data]),
      { code: 2, err: /khóa chính .*quyền root/ },
      args.join(' '),
    );
  }
  t.notOk(existsSync(join(data, 'secret.key')));
  t.equal((await run(t, ['backup', '--data', data], { env })).code, 0);
});

t.test('the doctor looks at a station that stands still, at a new folder and at a damaged one', async (t) => {
  const data = join(stationFolder(t), 'data');
  const look = async () => {
    const told = await run(t, ['doctor', '--data', data, '--port', '21', '--json']);
    const found: { id: string; state: string; advice: { vi: string } | null }[] = JSON.parse(told.out);
    return Object.fromEntries(found.map((each) => [each.id, each]));
  };
  t.match(await look(), { data: { state: 'warning' }, database: { state: 'ok' }, backup: { state: 'ok' } });
  await run(t, ['migrate', '--data', data]);
  const files = () => readdirSync(data).filter((name) => !/-(wal|shm)$/.test(name));
  const before = files();
  t.match(await look(), {
    station: { state: 'ok' },
    database: { state: 'ok' },
    backup: { state: 'warning', advice: { vi: /recovery-code --new/ } },
  });
  t.same(files(), before, 'and leaves nothing behind');
  await run(t, ['recovery-code', '--new', '--data', data]);
  renameSync(join(data, 'secret.key'), join(data, 'kept'));
  t.match(await look(), { audit: { state: 'warning', advice: { vi: /chép lại tệp secret\.key/ } } });
  renameSync(join(data, 'kept'), join(data, 'secret.key'));
  writeFileSync(join(data, 'tramso.db'), 'z'.repeat(20_000));
  const damaged = await look();
  t.match(damaged, {
    database: { state: 'failed', advice: { vi: /restore/ } },
    backup: { state: 'warning' },
  });
  t.notMatch(damaged.backup?.advice?.vi, /recovery-code/, 'the paper that opens the backups stays good');
});
