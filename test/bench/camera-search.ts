import { setTimeout as sleep } from 'node:timers/promises';
import type { Adoption, Candidate, Search } from '../../src/cameras/discovery/schemas.ts';
import type { CameraView } from '../../src/cameras/schemas.ts';
import { USUAL_ACCOUNT } from '../lab/cameras/onvif/camera-options.ts';
import type { Wall } from '../lab/cameras/wall/wall.ts';
import type { ApiClient } from '../lab/station/api-client.ts';
import { until } from './camera-streams.ts';

export interface Found {
  candidates: Candidate[];
  /** From the press of the button until the last was in the answer, ms; NaN where one was not. */
  lastMs: number;
  /** Until the search had ended, ms. */
  endedMs: number;
}

const LOOK_MS = 50;
const ADOPTED_WITHIN_MS = 180_000;
/** Three visits at a time, each with a key frame fetched. */
const VISITED_WITHIN_MS = 300_000;

/** One search over the API, as the wizard does it. Looked for are those of the wall, whoever else answers. */
export async function findAll(api: ApiClient, wall: Wall): Promise<Found> {
  const addresses = new Set(wall.cameras.map(({ address }) => address));
  const from = performance.now();
  await api.post('/api/camera-search', {});
  let lastMs = Number.NaN;
  for (;;) {
    const { state, found } = await api.get<Search>('/api/camera-search');
    const candidates = found.filter(({ address }) => addresses.has(address));
    if (Number.isNaN(lastMs) && candidates.length >= addresses.size) lastMs = performance.now() - from;
    if (state !== 'running') return { candidates, lastMs, endedMs: performance.now() - from };
    await sleep(LOOK_MS);
  }
}

/** Adds them with the account that all have, and waits until each has been visited. */
export async function adoptAll(api: ApiClient, candidates: readonly Candidate[]): Promise<void> {
  const keys = candidates.map(({ key }) => key);
  await api.post('/api/camera-adoption', { keys, ...USUAL_ACCOUNT });
  const read = () => api.get<Adoption>('/api/camera-adoption');
  await until('all are added', async () => (await read()).state === 'done', ADOPTED_WITHIN_MS);
  const failed = (await read()).results.filter(({ outcome }) => outcome !== 'added');
  if (failed.length > 0) throw new Error(`${failed.length} were not added: ${failed[0]?.textEn}`);
  const areVisited = async () => (await visitedSince(api, 0)) === keys.length;
  await until('all are visited', areVisited, VISITED_WITHIN_MS);
}

/** Of how many cameras a picture has been fetched since that instant, UTC ms. */
export async function visitedSince(api: ApiClient, since: number): Promise<number> {
  const { items } = await api.get<{ items: CameraView[] }>('/api/cameras?limit=200');
  return items.filter(({ health: { lastFrameAt } }) => lastFrameAt !== null && lastFrameAt >= since).length;
}
