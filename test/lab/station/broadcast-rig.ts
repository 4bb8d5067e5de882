import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Static } from 'typebox';
import type { Bulletin } from '../../../src/broadcast/bulletins/schemas.ts';
import type { Playout } from '../../../src/broadcast/playout/schemas.ts';
import type { Zone } from '../../../src/commune/schemas.ts';
import type { CreatedSpeaker } from '../../../src/speakers/schemas.ts';
import { GenericSpeaker } from '../speakers/generic-speaker.ts';
import { ApiClient, ApiError } from './api-client.ts';
import { StationProcess } from './station-process.ts';

export interface Account {
  id: string;
  password: string;
}

/** A station in its own process with an administrator signed in, as far as the first approved bulletin. */
export interface BroadcastRig {
  station: StationProcess;
  api: ApiClient;
  rootZoneId: string;
  mqttUrl: string;
}

export interface RigOptions {
  data: string;
  port: number;
  env?: NodeJS.ProcessEnv;
}

const HEARD_WITHIN_MS = 10_000;
const LOOK_MS = 10;

/** Starts a station on an empty folder and sets it up over its API, as the panel does. */
export async function startRig({ data, port, env = {} }: RigOptions): Promise<BroadcastRig> {
  const station = new StationProcess({ data: join(data, 'station'), port, env });
  await station.start();
  const api = new ApiClient(station.url);
  await api.setUp(station.firstRunCode);
  // Equal hours: a run at night plays too.
  await api.put('/api/settings/broadcast', {
    selfApproval: true,
    permittedFrom: '00:00',
    permittedTo: '00:00',
  });
  const { items } = await api.get<{ items: Zone[] }>('/api/zones');
  const root = items.find(({ parentId }) => parentId === null);
  if (!root) throw new Error('a station always has a root zone');
  return { station, api, rootZoneId: root.id, mqttUrl: `mqtt://127.0.0.1:${port + 3}` };
}

/** Registers one MQTT speaker, which nobody has heard yet; returns what it signs in to the broker with. */
export async function registerSpeaker(api: ApiClient, name: string, zoneId: string | null): Promise<Account> {
  const body = { name, profile: 'generic-mqtt', zoneId };
  const { speaker, connection } = await api.post<Static<typeof CreatedSpeaker>>('/api/speakers', body);
  if (!connection) throw new Error('an MQTT speaker comes with its connection');
  return { id: speaker.id, password: connection.password };
}

/** Has speakers that are connected play the test tone, and confirms that it was heard. */
export async function hearTestTone(api: ApiClient, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    await untilDone(() => api.post(`/api/speakers/${id}/test`), 'speaker.offline');
    await untilDone(() => api.post(`/api/speakers/${id}/confirm`, { heard: true }), 'speaker.not_heard');
  }
}

/** Tries until the station no longer answers that it is too early. */
async function untilDone(work: () => Promise<unknown>, tooEarly: string): Promise<void> {
  const end = performance.now() + HEARD_WITHIN_MS;
  for (;;) {
    try {
      await work();
      return;
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== tooEarly || performance.now() > end) throw error;
    }
    await sleep(LOOK_MS);
  }
}

/** Registers a speaker and confirms it; a simulator is connected for that moment. It plays nothing else. */
export async function registerHeard(
  { api, mqttUrl }: Pick<BroadcastRig, 'api' | 'mqttUrl'>,
  name: string,
  zoneId: string | null,
): Promise<Account> {
  const account = await registerSpeaker(api, name, zoneId);
  const device = new GenericSpeaker({ url: mqttUrl, ...account, fetches: false });
  await device.start();
  try {
    await hearTestTone(api, [account.id]);
  } finally {
    await device.stop();
  }
  return account;
}

/** The same for one that belongs to the whole commune. */
export function addSpeaker(rig: BroadcastRig, name: string): Promise<Account> {
  return registerHeard(rig, name, rig.rootZoneId);
}

export function simulate(rig: BroadcastRig, account: Account, journal: string): GenericSpeaker {
  return new GenericSpeaker({ url: rig.mqttUrl, ...account, journal });
}

/** Writes, submits and approves a bulletin. */
export async function approvedBulletin(api: ApiClient, title: string, text: string): Promise<Bulletin> {
  const { id, version } = await api.post<Bulletin>('/api/bulletins', { title, text });
  await api.post(`/api/bulletins/${id}/submit`, { version });
  return api.post<Bulletin>(`/api/bulletins/${id}/approve`, { version });
}

/** Every playout in the log, newest first. */
export async function allPlayouts(api: ApiClient): Promise<Playout[]> {
  const found: Playout[] = [];
  let after = '';
  do {
    const page = await api.get<{ items: Playout[]; next: string | null }>(`/api/playouts?limit=200${after}`);
    found.push(...page.items);
    after = page.next === null ? '' : `&after=${encodeURIComponent(page.next)}`;
  } while (after !== '');
  return found;
}
