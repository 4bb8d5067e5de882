import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { speechIn } from './fakes.ts';

t.setTimeout(120_000);

/** Renders one short text after another until it is killed. */
const RENDERER = `
  import { createSpeech } from ${JSON.stringify(join(import.meta.dirname, '../../src/speech/speech.ts'))};
  const speech = createSpeech({ dir: process.argv[1], programs: { ffmpeg: 'ffmpeg', espeak: 'espeak-ng' } });
  await speech.open();
  for (let n = 0; ; n++) {
    await speech.render({ text: 'Bản tin số ' + (Number(process.argv[2]) + n), target: 'bulletin', chime: null });
    console.log(n);
  }`;

t.test('killed at any moment, the cache holds whole files only', async (t) => {
  const dir = t.testdir();
  let rendered = 0;
  for (let round = 0; round < 4; round++) {
    const child = spawn(
      process.execPath,
      ['--input-type=module', '-e', RENDERER, dir, String(round * 1_000)],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    child.stdout.on('data', () => rendered++);
    await once(child.stdout, 'data');
    await sleep(round * 120);
    child.kill('SIGKILL');
    await once(child, 'close');

    const { speech } = await speechIn(dir);
    t.same(readdirSync(join(dir, 'tmp')), []);
    for (const name of readdirSync(join(dir, 'index'))) {
      const { id, bytes } = JSON.parse(readFileSync(join(dir, 'index', name), 'utf8'));
      const file = readFileSync(join(dir, `${id}.mp3`));
      t.equal(file.length, bytes);
      t.equal(createHash('sha256').update(file).digest('hex'), id);
    }
    const again = { text: `Bản tin số ${round * 1_000}`, target: 'bulletin', chime: null } as const;
    t.ok((await speech.render(again)).cached, 'what was finished is kept');
    await speech.close();
  }
  t.ok(readdirSync(join(dir, 'index')).length >= rendered);
});
