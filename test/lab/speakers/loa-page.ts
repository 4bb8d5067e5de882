import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { AudioRef } from '../../../src/speakers/schemas.ts';

export interface Watched {
  /** UTC ms at which sound set in after at least a second of silence. */
  onsets: number[];
  /** UTC ms until which something was heard last. */
  heardUntil: number;
}

/** Listens in, sample by sample, to whatever the page sends to its output. */
async function watchAudio(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const watched: Watched = { onsets: [], heardUntil: 0 };
    Object.assign(window, { watched });
    const code = `registerProcessor('watch', class extends AudioWorkletProcessor {
      constructor() { super(); this.silent = sampleRate; }
      process([[input]]) {
        let loud = -1;
        if (input) input.forEach((sample, i) => {
          if (Math.abs(sample) < 0.02) this.silent++;
          else { if (this.silent >= sampleRate) this.port.postMessage({ onset: currentFrame + i }); this.silent = 0; loud = i; }
        });
        else this.silent += 128;
        if (loud >= 0) this.port.postMessage({ heard: currentFrame + loud });
        return true;
      }
    })`;
    const module = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
    const connect = AudioNode.prototype.connect as (this: AudioNode, ...args: unknown[]) => unknown;
    AudioNode.prototype.connect = function (this: AudioNode, ...args: unknown[]) {
      const [target] = args;
      if (target instanceof AudioDestinationNode) {
        const context = target.context as AudioContext;
        void context.audioWorklet.addModule(module).then(() => {
          const node = new AudioWorkletNode(context, 'watch');
          connect.call(this, node);
          node.port.onmessage = ({ data }: { data: { onset?: number; heard?: number } }) => {
            const { contextTime = 0, performanceTime = 0 } = context.getOutputTimestamp();
            const at = (frame: number) =>
              performance.timeOrigin + performanceTime + (frame / context.sampleRate - contextTime) * 1000;
            if (data.onset !== undefined) watched.onsets.push(at(data.onset));
            if (data.heard !== undefined) watched.heardUntil = at(data.heard);
          };
        });
      }
      return connect.apply(this, args);
    } as typeof AudioNode.prototype.connect;
  });
}

export const watchedOf = (page: Page) =>
  page.evaluate(() => (window as unknown as { watched: Watched }).watched);
export const stateOf = (page: Page) => page.evaluate(() => document.documentElement.dataset.state);
export const inState = (page: Page, state: string) =>
  page.waitForFunction((wanted) => document.documentElement.dataset.state === wanted, state, {
    timeout: 15_000,
  });

interface Opening {
  /** Where the page is served: `http://127.0.0.1:8081` */
  origin: string;
  /** The pairing code. */
  code: string;
  name: string;
  /** Takes what the page throws. */
  errors: string[];
}

/** Opens /loa and pairs it as somebody would; resolves once it is ready to play. */
export async function openLoa(browser: Browser, { origin, code, name, errors }: Opening): Promise<Page> {
  // The listener is put in by the test: the page's own policy would forbid it.
  const context = await browser.newContext({ bypassCSP: true, viewport: { width: 390, height: 800 } });
  const page = await context.newPage();
  page.on('pageerror', (error) => errors.push(`${name}: ${error.message}`));
  await watchAudio(page);
  await page.goto(`${origin}/loa`);
  await inState(page, 'pair');
  await page.fill('#code', code);
  await page.fill('#name', name);
  await page.click('#pair-form button');
  await inState(page, 'waiting');
  return page;
}

/** A tone that begins with its first sample, in this folder. */
export function tone(folder: string, seconds: number): AudioRef {
  const path = join(folder, `tone-${seconds}.wav`);
  const source = ['-f', 'lavfi', '-i', `sine=frequency=440:duration=${seconds}:sample_rate=44100`];
  execFileSync('ffmpeg', ['-loglevel', 'error', '-y', ...source, '-af', 'volume=4', path]);
  const bytes = readFileSync(path);
  const id = createHash('sha256').update(bytes).digest('hex');
  return { id, path, bytes: bytes.length, durationMs: seconds * 1000, mime: 'audio/wav' };
}
