import { setTimeout as sleep } from 'node:timers/promises';
import type { Playout } from '../../src/broadcast/playout/schemas.ts';
import type { Zone } from '../../src/commune/schemas.ts';
import { approvedBulletin, registerHeard } from '../lab/station/broadcast-rig.ts';
import type { CrowdQuestions } from './crowd-process.ts';
import { Peer } from './peer.ts';
import type { Village } from './village.ts';

const ZONES = 10;
const STARTS = 100;
/** One zone after the other; each is free again before it is its turn. */
const EVERY_MS = 900;
const FIRST_IN_MS = 15_000;
const LAST_GOES_ON_MS = 10_000;
const TEXT = 'Kính mời bà con đi họp.';

/**
 * How far from its planned millisecond each of a hundred playouts began, ms: below zero is early. A zone has one
 * simulated speaker, which fetches the audio and knows the time from the station, in a process of its own.
 */
export async function measureStarts(village: Village): Promise<number[]> {
  const { api, rootZoneId, mqttUrl } = village;
  const names = Array.from({ length: ZONES }, (_, i) => `Thôn ${i + 1}`);
  await api.post('/api/zones/import', { names });
  const { items } = await api.get<{ items: Zone[] }>('/api/zones');
  const zoneIds = items.filter(({ parentId }) => parentId === rootZoneId).map(({ id }) => id);
  const members = [];
  for (const zoneId of zoneIds) members.push(await registerHeard(village, `Loa ${zoneId}`, zoneId));
  const bulletin = await approvedBulletin(api, 'Mời họp', TEXT);
  const speakers = new Peer<CrowdQuestions>('./crowd-process.ts');
  try {
    await speakers.ask('start', { url: mqttUrl, members, fetches: true });
    const first = Date.now() + FIRST_IN_MS;
    const planned = new Map<string, number>();
    for (let i = 0; i < STARTS; i++) {
      const at = first + i * EVERY_MS;
      const body = { zoneIds: [zoneIds[i % ZONES]], at };
      const { id } = await api.post<Playout>(`/api/bulletins/${bulletin.id}/play`, body);
      planned.set(id, at);
    }
    await sleep(first + STARTS * EVERY_MS + LAST_GOES_ON_MS - Date.now());
    const starts = await speakers.ask('played', undefined);
    const began = new Map(starts.map(({ playoutId, startedAt }) => [playoutId, startedAt]));
    // One that never began was as wrong as can be.
    return [...planned].map(([id, at]) => (began.get(id) ?? Number.POSITIVE_INFINITY) - at);
  } finally {
    await speakers.end();
  }
}
