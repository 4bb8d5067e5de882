import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { ProgramError, runProgram } from '../../src/protocols/run-program.ts';

const sh = (script: string, options: Partial<Parameters<typeof runProgram>[2]> = {}) =>
  runProgram('/bin/sh', ['-c', script], { timeoutMs: 10_000, ...options });

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function pidIn(path: string): Promise<number> {
  while (!existsSync(path) || readFileSync(path, 'utf8') === '') await sleep(10);
  return Number(readFileSync(path, 'utf8'));
}

t.test('gives what the program wrote', async (t) => {
  t.same(await sh('cat; echo warning >&2', { stdin: '-rf; $(id)' }), {
    stdout: '-rf; $(id)',
    stderr: 'warning\n',
  });
  const path = join(t.testdir(), 'out');
  await sh('cat', { stdin: 'to a file', stdoutPath: path });
  t.equal(readFileSync(path, 'utf8'), 'to a file');
});

t.test('a program that does not read its input is judged by its exit code', async (t) => {
  t.same(await sh('exit 0', { stdin: 'x'.repeat(1_000_000) }), { stdout: '', stderr: '' });
});

t.test('missing, not allowed, failing, killed', async (t) => {
  const refused = join(t.testdir({ program: 'text' }), 'program');
  const run = (program: string) => runProgram(program, [], { timeoutMs: 5_000 });
  await t.rejects(run('/nowhere/espeak'), { name: 'ProgramError', kind: 'missing' });
  await t.rejects(run(refused), { name: 'ProgramError', kind: 'missing' });
  await t.rejects(runProgram('x\0y', [], { timeoutMs: 5_000 }), { name: 'ProgramError', kind: 'failed' });
  await t.rejects(sh('echo why >&2; exit 3'), {
    name: 'ProgramError',
    kind: 'failed',
    message: /ended with 3/,
    stderr: 'why\n',
  });
  await t.rejects(sh('kill -9 $$'), { name: 'ProgramError', kind: 'failed', message: /SIGKILL/ });
});

t.test('a time-out and an abort kill it at once, whatever it ignores', async (t) => {
  const dir = t.testdir();
  const script = (name: string) => `trap '' TERM; echo $$ > ${join(dir, name)}; while :; do sleep 0.1; done`;
  const start = performance.now();
  await t.rejects(sh(script('timeout'), { timeoutMs: 300 }), { name: 'ProgramError', kind: 'timeout' });
  t.notOk(isAlive(await pidIn(join(dir, 'timeout'))));

  const controller = new AbortController();
  const running = sh(script('abort'), { signal: controller.signal });
  const pid = await pidIn(join(dir, 'abort'));
  controller.abort(new Error('nobody waits any more'));
  await t.rejects(running, { message: 'nobody waits any more' });
  t.notOk(isAlive(pid));
  await t.rejects(sh('true', { signal: controller.signal }), { message: 'nobody waits any more' });
  t.ok(performance.now() - start < 5_000);
});

t.test('a child of the child that holds the pipes is not waited for', async (t) => {
  const start = performance.now();
  await t.rejects(sh('sleep 20 & sleep 20', { timeoutMs: 200 }), { name: 'ProgramError', kind: 'timeout' });
  t.ok(performance.now() - start < 5_000);
});

t.test('a full disk stops it with the error of the disk', async (t) => {
  await t.rejects(sh('yes', { stdoutPath: '/dev/full' }), { code: 'ENOSPC' });
});

t.test('userinfo of addresses is in no text of the error', async (t) => {
  const script = 'echo "rtsp://admin:p@ss/w:rd@10.0.0.5/live: refused" >&2; exit 1';
  const error = await sh(script).then(
    () => t.fail('it must fail'),
    (caught: unknown) => caught,
  );
  t.ok(error instanceof ProgramError);
  t.equal((error as ProgramError).stderr, 'rtsp://***@10.0.0.5/live: refused\n');
});

t.test('only the end of a long output is kept', async (t) => {
  const { stderr } = await sh('yes 123456789 | head -c 200000 >&2; echo end >&2');
  t.equal(stderr.length, 65_536);
  t.ok(stderr.endsWith('end\n'));
});

t.test('a bad signal of an injected spawn is an error too', async (t) => {
  const path = join(t.testdir(), 'mark');
  const spawn = () => {
    writeFileSync(path, '');
    throw Object.assign(new Error('too many processes'), { code: 'EAGAIN' });
  };
  await t.rejects(sh('true', { spawn: spawn as never }), {
    name: 'ProgramError',
    kind: 'failed',
    cause: { code: 'EAGAIN' },
  });
  t.ok(existsSync(path));
});
