import { setTimeout as sleep } from 'node:timers/promises';
import { type LivePage, openLivePage } from '../lab/cameras/live-page.ts';
import { latencyMs } from '../lab/cameras/rtsp/burned-clock.ts';
import { launchChromium } from '../lab/chromium.ts';
import type { Village } from './village.ts';

export interface LiveTimes {
  /** From the opening of the socket to the first frame on the screen, ms, one a round. */
  firstPictures: number[];
  /** How old the picture on the screen was, ms. */
  latencies: number[];
}

export interface LiveTimesOptions {
  id: string;
  fps: number;
  rounds: number;
  /** Looks at the burned-in clock, each round. */
  looks: number;
  /** The stream must have ended before the next round begins. */
  pauseMs: number;
}

/** One camera in real Chromium, opened again and again while nobody else watches it. */
export async function timeLive({ api, station }: Village, options: LiveTimesOptions): Promise<LiveTimes> {
  const { id, fps, rounds, looks, pauseMs } = options;
  const browser = await launchChromium();
  const times: LiveTimes = { firstPictures: [], latencies: [] };
  try {
    for (let round = 0; round < rounds; round++) {
      const query = `camera=${id}&stream=main`;
      const page = await openLivePage(browser, { origin: station.url, cookie: api.cookie, query });
      times.firstPictures.push(await firstPicture(page));
      await sleep(2_000);
      for (let look = 0; look < looks; look++) {
        // Not in step with the frames.
        await sleep(130 + 37 * (look % 5));
        const { number, at } = await page.burned();
        times.latencies.push(latencyMs(number, { at, fps, phaseMs: 0 }));
      }
      await page.close();
      await sleep(pauseMs);
    }
  } finally {
    await browser.close();
  }
  return times;
}

async function firstPicture(page: LivePage): Promise<number> {
  for (let look = 0; look < 300; look++) {
    const { firstPictureMs } = await page.state();
    if (firstPictureMs !== null) return firstPictureMs;
    await sleep(50);
  }
  return Number.NaN;
}
