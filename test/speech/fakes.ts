import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SpeechEngine } from '../../src/speech/engines/engine.ts';
import type { SpeechOptions } from '../../src/speech/offer.ts';
import { createSpeech } from '../../src/speech/speech.ts';

/** A program made of a few lines of shell. */
export function script(path: string, body: string): string {
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
  return path;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The process id that a fake program wrote to a file. */
export async function pidIn(path: string): Promise<number> {
  while (!existsSync(path) || readFileSync(path, 'utf8') === '') await sleep(5);
  return Number(readFileSync(path, 'utf8'));
}

/** A spawn that notes what it starts, and may do something to it. */
export function watchedSpawn(onStart: (child: ChildProcess, program: string) => void = () => {}) {
  const started: string[] = [];
  const watched = ((program: string, ...rest: never[]) => {
    started.push(program);
    const child = (spawn as (...call: unknown[]) => ChildProcess)(program, ...rest);
    onStart(child, program);
    return child;
  }) as typeof spawn;
  return { started, spawn: watched };
}

/** Speech in a folder, with the real programs unless told otherwise. */
export async function speechIn(dir: string, options: Partial<SpeechOptions> = {}) {
  const events: string[] = [];
  const speech = createSpeech({
    dir,
    programs: { ffmpeg: 'ffmpeg', espeak: 'espeak-ng' },
    onFailed: (reason) => events.push(reason),
    onRecovered: () => events.push('recovered'),
    ...options,
  });
  await speech.open();
  return { speech, events };
}

/** An engine with a name and nothing to say. */
export function silentEngine(name: string, online: boolean): SpeechEngine {
  return {
    ...{ name, title: name, revision: '1', online, voices: [] },
    speak: async () => {},
    probe: async () => ({ version: '1', voices: [] }),
  };
}
