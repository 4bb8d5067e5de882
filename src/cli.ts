import { joinTypebox } from './cli/typebox/joined.ts';
import { AppError, type ErrorCode } from './errors.ts';

joinTypebox();

/** A command: what its line in the help says, and what runs it. Loaded only when asked for: a start must be quick. */
interface Command {
  usage: string;
  what: string;
  load: () => Promise<{ run(args: string[]): Promise<number> }>;
}

const COMMANDS: Record<string, Command> = {
  start: {
    usage: 'start [--lan] [--data DIR] [--port N] [--config FILE]',
    what: 'chạy Trạm Số',
    load: () => import('./cli/start.ts'),
  },
  doctor: {
    usage: 'doctor [--data DIR] [--port N] [--json]',
    what: 'kiểm tra Trạm Số và cho biết cần làm gì',
    load: () => import('./cli/doctor.ts'),
  },
  backup: {
    usage: 'backup [--to DIR] [--data DIR]',
    what: 'sao lưu ngay',
    load: () => import('./cli/backup.ts'),
  },
  restore: {
    usage: 'restore FILE|- --data DIR [--code-file FILE]',
    what: 'khôi phục từ bản sao lưu, cần mã khôi phục',
    load: () => import('./cli/restore.ts'),
  },
  'recovery-code': {
    usage: 'recovery-code [--new] [--data DIR]',
    what: 'xem đã có mã khôi phục chưa, hoặc tạo mã mới',
    load: () => import('./cli/recovery-code.ts'),
  },
  user: {
    usage: 'user list | reset NAME | add-admin NAME [--data DIR]',
    what: 'tài khoản: xem, đặt lại mật khẩu, thêm quản trị',
    load: () => import('./cli/user.ts'),
  },
  clock: {
    usage: 'clock [accept] [--data DIR]',
    what: 'xem đồng hồ, hoặc xác nhận giờ của máy đang đúng',
    load: () => import('./cli/clock.ts'),
  },
  migrate: {
    usage: 'migrate [--data DIR]',
    what: 'nâng cấp cơ sở dữ liệu',
    load: () => import('./cli/migrate.ts'),
  },
  normalise: {
    usage: 'normalise [--preset broadcast|compact] [--explain]',
    what: 'đọc từng dòng từ bàn phím hoặc tệp, in ra câu sẽ được đọc',
    load: () => import('./cli/normalise.ts'),
  },
  say: {
    usage: 'say "VĂN BẢN" -o FILE.mp3 [--voice ID] [--speed N] [--emergency]',
    what: 'làm tệp âm thanh phát được từ một văn bản',
    load: () => import('./cli/say.ts'),
  },
  voice: {
    usage: 'voice list | install FOLDER|URL | remove ID [--data DIR]',
    what: 'giọng đọc tự nhiên (Piper): xem, cài, gỡ',
    load: () => import('./cli/voice.ts'),
  },
  openapi: {
    usage: 'openapi',
    what: 'in mô tả API (OpenAPI)',
    load: () => import('./cli/openapi.ts'),
  },
  version: {
    usage: 'version',
    what: 'in phiên bản',
    load: () => import('./cli/version.ts'),
  },
};

function help(): string {
  const width = Math.max(...Object.values(COMMANDS).map(({ usage }) => usage.length));
  const lines = Object.values(COMMANDS).map(({ usage, what }) => `  ${usage.padEnd(width)}  ${what}`);
  return ['tramso <lệnh> [--lang en]', '', ...lines, ''].join('\n');
}

/** Errors whose message is the whole of what the person needs; others are ours, and come with their stack. */
const TYPED_WRONG = ['ConfigError', 'UsageError'];
const SAYS_IT_ALL = [...TYPED_WRONG, 'ListenError'];

function explain(error: unknown, lang: string): string {
  if (error instanceof AppError) return lang === 'en' ? error.message : error.messageVi;
  const { name, message, messageVi, stack } = error as Error & { messageVi?: string };
  const text = lang === 'en' ? message : (messageVi ?? message);
  return SAYS_IT_ALL.includes(name) || isBadFlag(error) ? text : (stack ?? String(error));
}

/** What a person must mend before another start can do better. */
const NEEDS_A_PERSON: ErrorCode[] = [
  'database.lost',
  'database.newer',
  'database.migration_changed',
  'key.missing',
  'key.other',
  'key.damaged',
];

/** 2 for what starting again would not mend (the unit does not try then), 1 for everything else. */
function exitCode(error: unknown): number {
  if (error instanceof AppError) return NEEDS_A_PERSON.includes(error.code) ? 2 : 1;
  return TYPED_WRONG.includes((error as Error).name) || isBadFlag(error) ? 2 : 1;
}

function isBadFlag(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS') === true;
}

async function main(argv: string[]): Promise<number> {
  const at = argv.indexOf('--lang');
  const lang = at < 0 ? (process.env.TRAMSO_LANG ?? 'vi') : (argv[at + 1] ?? 'vi');
  process.env.TRAMSO_LANG = lang;
  const [name = 'help', ...args] = at < 0 ? argv : argv.toSpliced(at, 2);
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) {
    const asked = ['help', '--help', '-h'].includes(name);
    (asked ? process.stdout : process.stderr).write(
      asked ? help() : `tramso: không có lệnh “${name}”\n\n${help()}`,
    );
    return asked ? 0 : 2;
  }
  try {
    return await (await command.load()).run(args);
  } catch (error) {
    process.stderr.write(`tramso ${name}: ${explain(error, lang)}\n`);
    // At once: what had been opened before the error must not keep the process.
    process.exit(exitCode(error));
  }
}

// `tramso openapi | head`: the reader has had enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
// Whatever is written, by whichever command, is for the station's user alone.
process.umask(0o077);
// Not process.exit(): `start` returns with the station running, which ends on a signal.
process.exitCode = await main(process.argv.slice(2));
