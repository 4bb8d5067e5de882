import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { tinyVoice } from '../speech/engines/piper/tiny-voice.ts';

t.setTimeout(120_000);
const CLI = join(import.meta.dirname, '../../src/cli.ts');

/** `tramso voice …` on a data folder, with nobody at the keyboard. */
function voice(t: Test, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const all = [CLI, 'voice', ...args, '--data', join(t.testdirName, 'data')];
  return new Promise((resolve) => {
    const child = execFile(process.execPath, all, { encoding: 'utf8' }, (error, out, err) =>
      resolve({ code: Number(error?.code ?? 0), out, err }),
    );
    child.stdin?.end();
  });
}

t.test('a voice is installed, listed and removed', async (t) => {
  const source = tinyVoice(t.testdir());
  t.match(await voice(t), { code: 0, out: /Chưa cài giọng nào/ });
  const unsure = await voice(t, 'install', source);
  t.match(unsure, { code: 1, out: /SHA-256: [0-9a-f]{64}[\s\S]*Licence: CC0/, err: /--yes/ });
  t.same(readdirSync(join(t.testdirName, 'data', 'voices')), []);
  const installed = await voice(
    t,
    'install',
    source,
    '--yes',
    '--id',
    'thu',
    '--name',
    'Giọng thử',
    '--accent',
    'south',
  );
  t.match(installed, { code: 0, out: /Đã cài giọng piper:thu/ });
  t.match(await voice(t, 'list'), { code: 0, out: /^piper:thu\tGiọng thử\tsouth\tLicence: CC0\n$/ });
  t.match(await voice(t, 'install', source, '--yes', '--id', 'thu'), { code: 1, err: /Đã có giọng thu/ });
  t.match(await voice(t, 'remove', 'thu', '--lang', 'en'), { code: 0, out: /removed/ });
  t.match(await voice(t, 'remove', 'thu'), { code: 1, err: /voice list/ });
  t.notOk(existsSync(join(t.testdirName, 'data', 'voices', 'thu')));
});

t.test('typed wrongly', async (t) => {
  t.testdir();
  for (const args of [
    ['install'],
    ['sing', 'x'],
    ['install', 'a', 'b'],
    ['install', 'a', '--accent', 'east'],
    ['list', 'x'],
    ['install', 'a', '--speaker', 'x'],
    ['install', 'a', '--no-such'],
  ])
    t.match(await voice(t, ...args), { code: 2 }, args.join(' '));
  t.match(await voice(t, 'install', '/nowhere/giong.tar.bz2'), { code: 1, err: /Không có tệp hoặc thư mục/ });
});
