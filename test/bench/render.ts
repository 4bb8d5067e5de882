import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Preview } from '../../src/broadcast/bulletins/schemas.ts';
import type { ApiClient } from '../lab/station/api-client.ts';
import { renderByHand, timed } from './by-hand.ts';

/** ms, one a round. */
export interface RenderTimes {
  station: number[];
  byHand: number[];
}

const LENGTH = 200;

/** Another text each round, so that nothing comes from the cache. */
function textOf(round: number): string {
  const text =
    `Thông báo số ${round}: ủy ban nhân dân xã tổ chức tiêm chủng cho trẻ em dưới năm tuổi tại nhà văn hóa ` +
    'thôn. Đề nghị bà con đưa con em đến đúng giờ, đúng nơi và mang theo sổ tiêm chủng để các cháu được tiêm đủ mũi.';
  return text.slice(0, LENGTH);
}

/**
 * A new text, from the request to the audio, in turns with espeak-ng and the two passes of ffmpeg run by hand on
 * the same spoken text with the same filters.
 */
export async function timeRenders(api: ApiClient, rounds: number): Promise<RenderTimes> {
  const dir = await mkdtemp(join(tmpdir(), 'tramso-render-'));
  const times: RenderTimes = { station: [], byHand: [] };
  try {
    // The first round warms both up and does not count.
    for (let round = 0; round <= rounds; round++) {
      const body = { text: textOf(round + 100), chime: null };
      const [station, { spoken }] = await timed(() => api.post<Preview>('/api/speech/preview', body));
      const [byHand] = await timed(() => renderByHand(dir, spoken));
      if (round === 0) continue;
      times.station.push(station);
      times.byHand.push(byHand);
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
  return times;
}
