import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import type { Preview } from '../../src/broadcast/bulletins/schemas.ts';
import type { Playout } from '../../src/broadcast/playout/schemas.ts';
import type { SpeakerInfo } from '../../src/speakers/schemas.ts';
import { findIn } from '../lab/audio/correlate.ts';
import { decodeFile, resample } from '../lab/audio/decode.ts';
import { type Recording, readTap, tapAudio } from '../lab/audio/tap-audio.ts';
import { launchChromium } from '../lab/chromium.ts';
import { approvedBulletin, hearTestTone } from '../lab/station/broadcast-rig.ts';
import type { Village } from './village.ts';

/** Speech is compared at this rate: 1/8 ms a sample. */
const RATE = 8_000;
const ROUNDS = 5;
const NAMES = ['Loa một cửa', 'Loa nhà văn hóa'];
const TEXT = 'Kính mời bà con đến nhà văn hóa thôn để họp.';
const SURELY_THE_SAME = 0.9;
/** The clocks of the pages settle first. */
const SETTLE_MS = 15_000;
const LEAD_MS = 6_000;
const MARGIN_MS = 1_000;

/** How far apart two browsers at /loa sound the same bulletin, ms, from their recordings; one a round. */
export async function measureSkew(village: Village): Promise<number[]> {
  const { api, rootZoneId } = village;
  const browser = await launchChromium();
  try {
    const pages = [];
    for (const name of NAMES) pages.push(await openLoa(browser, village, name));
    const { items } = await api.get<{ items: SpeakerInfo[] }>('/api/speakers?confirmed=false');
    await hearTestTone(
      api,
      items.map(({ id }) => id),
    );
    const bulletin = await approvedBulletin(api, 'Mời họp', TEXT);
    const preview = await api.post<Preview>(`/api/bulletins/${bulletin.id}/preview`);
    const reference = decodeFile(village.audioPath(preview.audioUrl), RATE);
    await sleep(SETTLE_MS);
    const skews: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const at = Date.now() + LEAD_MS;
      await api.post<Playout>(`/api/bulletins/${bulletin.id}/play`, { zoneIds: [rootZoneId], at });
      const until = at + preview.durationMs + MARGIN_MS;
      await sleep(until + MARGIN_MS - Date.now());
      const heard = await Promise.all(pages.map((page) => readTap(page)));
      const began = heard.map((recording) => beginning(recording, at - MARGIN_MS, until, reference));
      skews.push(Math.abs((began[0] ?? Number.NaN) - (began[1] ?? Number.NaN)));
    }
    return skews;
  } finally {
    await browser.close();
  }
}

/** A browser of its own, as far as what it remembers goes, paired as a speaker of the whole commune. */
async function openLoa(
  browser: Browser,
  { api, rootZoneId, plainUrl }: Village,
  name: string,
): Promise<Page> {
  const { code } = await api.post<{ code: string }>('/api/speakers/pairing', { zoneId: rootZoneId });
  const context = await browser.newContext({ bypassCSP: true });
  const page = await context.newPage();
  await tapAudio(page);
  await page.goto(`${plainUrl}/loa`);
  await page.getByLabel('Mã ghép').fill(code);
  await page.getByLabel('Tên loa').fill(name);
  await page.getByRole('button', { name: 'Ghép loa' }).click();
  await page.getByText('Sẵn sàng').waitFor();
  return page;
}

/** When the reference began to sound, UTC ms; NaN where what sounded was something else. */
function beginning(recording: Recording, from: number, to: number, reference: Float32Array): number {
  const { samples, rate, instantOf, sampleAt } = recording;
  const first = Math.max(0, sampleAt(from));
  const { correlation, offset } = findIn(
    resample(samples.subarray(first, sampleAt(to)), rate, RATE),
    reference,
  );
  return correlation > SURELY_THE_SAME ? instantOf(first + (offset / RATE) * rate) : Number.NaN;
}
