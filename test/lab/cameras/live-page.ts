import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { readBurnedNumber } from './rtsp/burned-clock.ts';

const PLAYER = readFileSync(join(import.meta.dirname, 'live-player.js'), 'utf8');
/** Draws the lower edge of the picture that is shown now, and reads the number that is burned into it. */
const READ = `(() => {
  const { video } = live;
  const [width, height] = [video.videoWidth, video.videoHeight];
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height: 16 });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.drawImage(video, 0, height - 16, width, 16, 0, 0, width, 16);
  const { data } = context.getImageData(0, 0, width, 16);
  const grey = (x, y) => data[((y - height + 16) * width + x) * 4 + 1];
  return { number: (${readBurnedNumber})(grey, height), at: Date.now() };
})()`;

export interface LiveState {
  /** What the station has said beside the pictures. */
  texts: Record<string, unknown>[];
  errors: string[];
  /** From the opening of the socket to the first frame on the screen; null before it. */
  firstPictureMs: number | null;
  /** Times that it has jumped to the newest. */
  jumps: number;
  /** Code with which the socket was closed. */
  closed?: number;
  currentTime: number;
  width: number;
  frames: number;
}

/** A page of the station that plays one camera in real Chromium. */
export class LivePage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  state(): Promise<LiveState> {
    return this.#page.evaluate(
      `(({ video, socket, ...rest }) => ({
        ...rest,
        currentTime: video.currentTime,
        width: video.videoWidth,
        frames: video.getVideoPlaybackQuality().totalVideoFrames,
      }))(live)`,
    );
  }

  /** The burned-in number of the picture on the screen, and when it was read, UTC ms. */
  burned(): Promise<{ number: number; at: number }> {
    return this.#page.evaluate(READ);
  }

  /** Stops and goes on playing, as a tab in the background does. */
  async freeze(ms: number): Promise<void> {
    await this.#page.evaluate(
      `(() => { const end = performance.now() + ${ms}; while (performance.now() < end); })()`,
    );
  }

  async close(): Promise<void> {
    await this.#page.context().close();
  }
}

export interface LivePageOptions {
  /** `http://127.0.0.1:8080` */
  origin: string;
  /** `name=value` of the session. */
  cookie: string;
  /** `camera=ID&stream=main` */
  query: string;
}

export async function openLivePage(
  browser: Browser,
  { origin, cookie, query }: LivePageOptions,
): Promise<LivePage> {
  const context = await browser.newContext();
  const [name = '', value = ''] = cookie.split('=');
  await context.addCookies([{ name, value, url: origin }]);
  const page = await context.newPage();
  // Any page of ours will do; this one runs nothing.
  await page.goto(`${origin}/api/session`);
  await page.evaluate(PLAYER);
  await page.evaluate(`playLive(${JSON.stringify(query)})`);
  return new LivePage(page);
}
