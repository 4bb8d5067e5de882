import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { createSpeakerProcess } from '../../../../src/speech/engines/piper/speaker-process.ts';
import { isAlive, watchedSpawn } from '../../fakes.ts';
import { standIn } from './stand-in.ts';

t.setTimeout(60_000);
const never = new AbortController().signal;

function speakerIn(t: Test, { idleMs = 60_000 } = {}) {
  const dir = t.testdir();
  const children: ChildProcess[] = [];
  const { spawn } = watchedSpawn((child) => children.push(child));
  const speaker = createSpeakerProcess({ command: standIn(dir), idleMs, spawn });
  t.teardown(() => speaker.close());
  let n = 0;
  const line = (text: string) => ({
    model: { model: 'm', tokens: 't', dataDir: 'd' },
    ...{ speaker: 0, threads: 1, text, speed: 1, path: join(dir, `${++n}.wav`) },
  });
  const pids = () => children.map(({ pid }) => pid ?? 0);
  return { speaker, line, pids, say: (text: string, ms = 20_000) => speaker.speak(line(text), ms, never) };
}

t.test('speaks, several at a time, in one process', async (t) => {
  const { speaker, line, pids } = speakerIn(t);
  const lines = [line('một'), line('hai slow'), line('ba')];
  await Promise.all(lines.map((one) => speaker.speak(one, 20_000, never)));
  for (const { text, path } of lines) t.equal(readFileSync(path, 'utf8'), `sound of ${text}`);
  t.equal(await speaker.version(20_000), '0.0.0');
  t.equal(pids().length, 1);
});

t.test('a crash is told to everybody who waits, and the next one is spoken by a new process', async (t) => {
  const { say, pids } = speakerIn(t);
  const waiting = say('hang');
  waiting.catch(() => {});
  await t.rejects(say('crash'), { kind: 'crashed', message: /134.*core dumped/ } as never);
  await t.rejects(waiting, { kind: 'crashed' } as never);
  await t.rejects(say('loads crash'), { kind: 'model' } as never, 'while it loads, it is the model');
  await say('một');
  t.equal(pids().length, 3);
  t.same(pids().map(isAlive), [false, false, true]);
});

t.test('what it refuses is told with its reason', async (t) => {
  const { say } = speakerIn(t);
  await t.rejects(say('refuse'), { kind: 'missing', message: 'tokens.txt' } as never);
  await t.rejects(say('full'), { kind: 'disk' } as never);
});

t.test('one that hangs is killed', async (t) => {
  const { say, pids } = speakerIn(t);
  await t.rejects(say('hang', 300), { kind: 'timeout' } as never);
  while (isAlive(pids()[0] ?? 0)) await sleep(5);
  await say('một');
});

t.test(
  'an abort is heard at once; a file written all the same is swept away, and the process stays',
  async (t) => {
    const { speaker, line, say, pids } = speakerIn(t);
    await say('một');
    const controller = new AbortController();
    const late = line('slow');
    const speaking = speaker.speak(late, 20_000, controller.signal);
    controller.abort(new Error('enough'));
    await t.rejects(speaking, { message: 'enough' });
    await say('hai slow');
    while (existsSync(late.path)) await sleep(5);
    t.equal(pids().length, 1);
    await t.rejects(speaker.speak(late, 20_000, controller.signal), { message: 'enough' });
  },
);

t.test('without work it is ended, and started again when there is some', async (t) => {
  const { say, pids } = speakerIn(t, { idleMs: 100 });
  await say('một');
  while (isAlive(pids()[0] ?? 0)) await sleep(10);
  await say('hai');
  t.equal(pids().length, 2);
});

t.test('closing ends it, whatever it does, and nothing is spoken any more', async (t) => {
  const { speaker, say, pids } = speakerIn(t);
  await say('một');
  const waiting = say('hang');
  waiting.catch(() => {});
  await speaker.close();
  await t.rejects(waiting, { kind: 'crashed' } as never);
  t.notOk(isAlive(pids()[0] ?? 0));
  await t.rejects(say('hai'), { kind: 'start' } as never);
});

t.test('a program that is not there', async (t) => {
  const speaker = createSpeakerProcess({ command: ['/nowhere/node'], idleMs: 1_000 });
  await t.rejects(speaker.version(5_000), { kind: 'start' } as never);
  await speaker.close();
});
