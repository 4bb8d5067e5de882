import type { spawn } from 'node:child_process';
import type { Fragment, StreamInit } from '../parts.ts';
import { type CopyChoice, copyArgs } from './copy-args.ts';
import { type Feed, feed } from './feed.ts';
import { Splitter } from './fmp4/splitter.ts';
import { startMediaChild } from './media-child.ts';
import { reasonOf } from './why.ts';

export interface CopyOptions extends CopyChoice {
  program: string;
  source: Feed;
  spawn: typeof spawn;
  /** UTC ms. */
  now(): number;
  /** Without pictures for so long, one that ran is ended. */
  silenceMs: number;
  init(init: StreamInit): void;
  /** @param pictures it is more than sound */
  fragment(fragment: Fragment, pictures: boolean): void;
  /** Once, however it ended; not after `end()`. `stderr` without addresses. */
  ended(reason: string, stderr: string): void;
}

export interface Copy {
  /** Kills it; resolves once it is gone. */
  end(): Promise<void>;
}

/** A camera may have its key frames ten seconds apart, and nothing can be shown before the first. */
const FIRST_WITHIN_MS = 20_000;
const LOOK_MS = 1_000;

/** One ffmpeg that copies one stream, with its watchdog. */
export function startCopy(options: CopyOptions): Copy {
  const { program, source, spawn, now, silenceMs, ended } = options;
  const child = startMediaChild({ program, args: copyArgs(options), spawn });
  let over = false;
  let ran = false;
  let lastAt = performance.now();

  const splitter = new Splitter({
    now,
    ownsChunks: true,
    init: options.init,
    fragment(fragment, pictures) {
      if (pictures) {
        ran = true;
        lastAt = performance.now();
      }
      options.fragment(fragment, pictures);
    },
    changed: () => finish('camera.changed'),
  });
  const watchdog = setInterval(() => {
    if (performance.now() - lastAt > (ran ? silenceMs : FIRST_WITHIN_MS)) finish('camera.no_frames');
  }, LOOK_MS);
  watchdog.unref();

  child.stdout.on('data', (chunk: Buffer) => {
    if (over) return;
    try {
      splitter.push(chunk);
    } catch (error) {
      finish('camera.no_stream', String(error));
    }
  });
  const close = feed(child.stdin, source);
  const gone = child.ended.then(({ missing }) => {
    finish(missing ? 'camera.no_program' : reasonOf(child.stderr(), ran));
  });

  function finish(reason: string, words?: string): void {
    if (stop()) ended(reason, words ?? child.stderr());
  }

  function stop(): boolean {
    if (over) return false;
    over = true;
    clearInterval(watchdog);
    close();
    child.kill();
    return true;
  }

  return {
    async end() {
      stop();
      await gone;
    },
  };
}
