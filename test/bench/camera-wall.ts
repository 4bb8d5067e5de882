import { setTimeout as sleep } from 'node:timers/promises';
import type { SegmentView, TimelineView } from '../../src/cameras/recording/schemas.ts';
import type { CameraView } from '../../src/cameras/schemas.ts';
import { LiveClient } from '../lab/cameras/live-client.ts';
import { type LiveState, openLivePage } from '../lab/cameras/live-page.ts';
import { launchChromium } from '../lab/chromium.ts';
import { until } from './camera-streams.ts';
import { Continuity } from './continuity.ts';
import type { Village } from './village.ts';
import { type Weight, weigh } from './weight.ts';

export interface WallResult {
  /** Live streams that broke, skipped, missed a fragment or fell behind. */
  brokenViews: number;
  /** Recordings with a gap in the timeline, or a fragment missing in or between the files. */
  brokenRecordings: number;
  /** Files that the recordings consist of. */
  segments: number;
  /** Of the station and its programs meanwhile. */
  weight: Weight;
}

/** Five fragments a second, and one more where a key frame cuts. */
const LEAST_FRAGMENTS_A_SECOND = 4.5;
/** What was recorded by then is in the files. */
const WRITTEN_MS = 3_000;

/** Every camera is watched, the last of them in Chromium, and recorded, all at once over `ms`. */
export async function watchAndRecord(
  village: Village,
  ids: readonly string[],
  ms: number,
): Promise<WallResult> {
  const { station, api } = village;
  for (const id of ids) await api.put(`/api/cameras/${id}/recording`, { mode: 'continuous', stream: 'main' });
  const queries = ids.map((id) => `camera=${id}&stream=main`);
  const page = queries.pop() ?? '';
  const who = { origin: station.url, cookie: api.cookie };
  const browser = await launchChromium();
  const views = queries.map((query) => {
    const order = new Continuity();
    return { order, client: new LiveClient({ ...who, query, heard: order.reader() }) };
  });
  try {
    const shown = await openLivePage(browser, { ...who, query: page });
    await until('all are seen', () => views.every(({ client }) => client.fragments > 0));
    await until('one is seen in Chromium', async () => (await shown.state()).firstPictureMs !== null);
    await until('all are recorded', () => areRecorded(village));
    const from = Date.now();
    const before = views.map(({ order }) => order.fragments);
    const [weight] = await weigh([station.pid], ms);
    const to = Date.now() - WRITTEN_MS;
    const least = (ms / 1_000) * LEAST_FRAGMENTS_A_SECOND;
    const broken = views.filter(
      ({ client, order }, i) =>
        isBroken(client) || order.holes > 0 || order.fragments - (before[i] ?? 0) < least,
    );
    const inBrowser = isBrokenPage(await shown.state()) ? 1 : 0;
    await sleep(WRITTEN_MS);
    const recordings = [];
    for (const id of ids) recordings.push(await checkRecording(village, id, { from, to }));
    return {
      brokenViews: broken.length + inBrowser,
      brokenRecordings: recordings.filter(({ isWhole }) => !isWhole).length,
      segments: recordings.reduce((sum, { segments }) => sum + segments, 0),
      weight: weight ?? { rss: Number.NaN, mostOwnRss: Number.NaN, cpu: Number.NaN },
    };
  } finally {
    await Promise.all(views.map(({ client }) => client.close()));
    await browser.close();
  }
}

async function areRecorded({ api }: Village): Promise<boolean> {
  const { items } = await api.get<{ items: CameraView[] }>('/api/cameras?limit=100');
  return items.every(({ recording }) => recording.running);
}

function isBroken({ begun, lost, skippedMs }: LiveClient): boolean {
  return begun !== 1 || lost > 0 || skippedMs > 0;
}

function isBrokenPage({ texts, errors, closed }: LiveState): boolean {
  // Beside the one that says what comes, it is told only of losses.
  return texts.length !== 1 || errors.length > 0 || closed !== undefined;
}

async function checkRecording({ api, station }: Village, id: string, range: { from: number; to: number }) {
  const query = `from=${range.from}&to=${range.to}`;
  const { gaps } = await api.get<TimelineView>(`/api/cameras/${id}/timeline?${query}`);
  const { items } = await api.get<{ items: SegmentView[] }>(`/api/cameras/${id}/segments?${query}`);
  const order = new Continuity();
  for (const segment of items) {
    const url = `${station.url}/api/camera-segments/${segment.id}/file`;
    const file = await fetch(url, { headers: { cookie: api.cookie } });
    order.reader()(Buffer.from(await file.arrayBuffer()));
  }
  const least = ((range.to - range.from) / 1_000) * LEAST_FRAGMENTS_A_SECOND;
  const isWhole = gaps.length === 0 && order.holes === 0 && order.fragments >= least;
  return { isWhole, segments: items.length };
}
