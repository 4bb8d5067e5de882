import { chmodSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import t from 'tap';
import { runFfmpeg } from '../../src/protocols/ffmpeg.ts';
import { ProgramError } from '../../src/protocols/run-program.ts';

const options = { program: 'ffmpeg', timeoutMs: 30_000 };

function script(path: string, body: string): string {
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
  return path;
}

t.test('runs the command that fluent-ffmpeg builds, and no other process', async (t) => {
  const path = join(t.testdir(), 'tone with spaces.wav');
  let spawned = 0;
  const { spawn } = await import('node:child_process');
  const counting = ((...call: Parameters<typeof spawn>) => {
    spawned++;
    return spawn(...call);
  }) as typeof spawn;
  const stderr = await runFfmpeg(
    (command) => command.input('sine=f=440:d=1').inputOptions('-f', 'lavfi').output(path).audioChannels(1),
    { ...options, spawn: counting },
  );
  t.match(stderr, /Output #0, wav/);
  t.ok(statSync(path).size > 80_000);
  t.equal(spawned, 1);
});

t.test('a missing ffmpeg is an error and does not end the process', async (t) => {
  const run = runFfmpeg((command) => command.input('a').output('b'), {
    ...options,
    program: '/nowhere/ffmpeg',
  });
  await t.rejects(run, { name: 'ProgramError', kind: 'missing' });
});

t.test('a failing command tells why, without userinfo', async (t) => {
  const run = runFfmpeg(
    (command) => command.input('http://admin:secret@127.0.0.1:1/x').output('-').format('null'),
    options,
  );
  await t.rejects(run, { name: 'ProgramError', kind: 'failed', stderr: /Connection refused/ });
  const error = await run.then(String, (caught: unknown) => caught);
  t.ok(error instanceof ProgramError);
  t.notMatch(inspect(error, { depth: 5 }), /secret/);
});

t.test('a full disk is a full disk, whatever ffmpeg ends with', async (t) => {
  for (const code of [0, 1]) {
    const program = script(
      join(t.testdir(), 'ffmpeg'),
      `echo "av_interleaved_write_frame(): No space left on device" >&2; exit ${code}`,
    );
    const run = runFfmpeg((command) => command.input('a').output('b'), { ...options, program });
    await t.rejects(run, { code: 'ENOSPC' });
  }
});
