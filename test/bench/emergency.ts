import { setTimeout as sleep } from 'node:timers/promises';
import type { IClientOptions } from 'mqtt';
import { v7 as uuidv7 } from 'uuid';
import type { EmergencyTemplate } from '../../src/broadcast/emergency/schemas.ts';
import type { Playout } from '../../src/broadcast/playout/schemas.ts';
import { ended } from '../../src/broadcast/playout/state.ts';
import { hashPassword, newSecret } from '../../src/speakers/credentials.ts';
import { PIN } from '../harness.ts';
import type { DeviceCommand } from '../lab/speakers/generic-speaker.ts';
import { Mosquitto } from '../lab/speakers/mosquitto.ts';
import type { ApiClient } from '../lab/station/api-client.ts';
import type { BareQuestions } from './bare-process.ts';
import type { CrowdQuestions } from './crowd-process.ts';
import { Peer, sharedNow } from './peer.ts';
import { nodeSettings, type Village } from './village.ts';

/** ms from the request, or the first publish, until the last speaker held its command; one a round. */
export interface EmergencyTimes {
  station: number[];
  bare: number[];
}

interface Stand {
  village: Village;
  /** The speakers of the station and those of the bare client: the same where both use one broker. */
  crowd: Peer<CrowdQuestions>;
  bareCrowd: Peer<CrowdQuestions>;
  bare: Peer<BareQuestions>;
}

const CROWD = './crowd-process.ts';
const BARE = './bare-process.ts';
const TEXT = 'Nước sông đang lên nhanh. Đề nghị bà con khẩn trương di chuyển đến nơi cao.';
const WITHIN_MS = 20_000;
const LOOK_MS = 50;
/** What one round leaves behind must not weigh on the next. */
const PAUSE_MS = 300;
const FAR_MS = 3_600_000;

/** With the embedded broker, beside a client of an aedes that is not the station’s, with as many speakers. */
export async function timeEmbedded(village: Village, rounds: number): Promise<EmergencyTimes> {
  const crowd = new Peer<CrowdQuestions>(CROWD);
  const bareCrowd = new Peer<CrowdQuestions>(CROWD);
  const bare = new Peer<BareQuestions>(BARE, nodeSettings());
  try {
    const { members, mqttUrl } = village;
    const { url } = await bare.ask('broker', undefined);
    await crowd.ask('start', { members, url: mqttUrl });
    await bareCrowd.ask('start', { members, url });
    return await timeEmergencies({ village, crowd, bareCrowd, bare }, rounds);
  } finally {
    await Promise.all([crowd.end(), bareCrowd.end(), bare.end()]);
  }
}

/** With a mosquitto to which the station, the bare client and the same speakers are connected. */
export async function timeExternal(village: Village, rounds: number): Promise<EmergencyTimes> {
  const { api, members } = village;
  const station = { username: 'tram-so', password: newSecret() };
  const other = { username: 'bare', password: newSecret() };
  await api.put('/api/settings/speakers', { username: station.username });
  const files = await api.post<{ passwords: string; acl: string }>('/api/speakers/broker-files');
  const lines = [station, other].map(({ username, password }) => `${username}:${hashPassword(password)}\n`);
  const mosquitto = await Mosquitto.start({
    passwords: lines.join('') + files.passwords,
    acl: `${files.acl}\nuser ${other.username}\ntopic readwrite #\n`,
  });
  const crowd = new Peer<CrowdQuestions>(CROWD);
  const bare = new Peer<BareQuestions>(BARE, nodeSettings());
  try {
    const { url } = mosquitto;
    const settings = { broker: 'external', url, ...station };
    const { values } = await api.put<{ values: { mqttVersion: 4 | 5 } }>('/api/settings/speakers', settings);
    const options: IClientOptions = { ...other, protocolVersion: values.mqttVersion };
    await bare.ask('connect', { url, options });
    await crowd.ask('start', { members, url });
    return await timeEmergencies({ village, crowd, bareCrowd: crowd, bare }, rounds);
  } finally {
    await Promise.all([crowd.end(), bare.end()]);
    await api.put('/api/settings/speakers', { broker: 'embedded' });
    await mosquitto.stop();
  }
}

/**
 * Emergencies from a template whose audio is cached, in turns with the same commands from the bare client. Each is
 * silenced before it sounds.
 */
async function timeEmergencies(stand: Stand, rounds: number): Promise<EmergencyTimes> {
  const templateId = await readyTemplate(stand.village.api);
  const times: EmergencyTimes = { station: [], bare: [] };
  // The first round warms both up and does not count.
  for (let round = 0; round <= rounds; round++) {
    const ours = await stationRound(stand, templateId);
    const bareMs = await bareRound(stand, ours.command);
    if (round === 0) continue;
    times.station.push(ours.ms);
    times.bare.push(bareMs);
  }
  return times;
}

async function readyTemplate(api: ApiClient): Promise<string> {
  const fields = { title: 'Nước lũ', text: TEXT, chime: null };
  const { id, version } = await api.post<EmergencyTemplate>('/api/emergency-templates', fields);
  await api.post(`/api/emergency-templates/${id}/release`, { version });
  for (;;) {
    const { items } = await api.get<{ items: EmergencyTemplate[] }>('/api/emergency-templates');
    if (items.some((template) => template.id === id && template.warm)) return id;
    await sleep(LOOK_MS);
  }
}

async function stationRound(
  { village: { api, rootZoneId }, crowd }: Stand,
  templateId: string,
): Promise<{ ms: number; command: DeviceCommand }> {
  await crowd.ask('forget', undefined);
  const arrived = crowd.ask('arrived', { withinMs: WITHIN_MS });
  const body = { templateId, zoneIds: [rootZoneId], pin: PIN };
  const from = sharedNow();
  const [{ lastAt, command }, { id }] = await Promise.all([
    arrived,
    api.post<Playout>('/api/emergency', body),
  ]);
  await api.post(`/api/playouts/${id}/stop`);
  while (!ended((await api.get<Playout>(`/api/playouts/${id}`)).state)) await sleep(LOOK_MS);
  await crowd.ask('silent', { withinMs: WITHIN_MS });
  await sleep(PAUSE_MS);
  return { ms: lastAt - from, command };
}

/** The speakers take the bare client’s command as they took the station’s, for a far time; then they are told to stop. */
async function bareRound({ village, bareCrowd, bare }: Stand, like: DeviceCommand): Promise<number> {
  const topics = village.members.map(({ id }) => `tramso/${id}/command`);
  const publish = (command: object) => bare.ask('publish', { topics, payload: JSON.stringify(command) });
  await bareCrowd.ask('forget', undefined);
  const arrived = bareCrowd.ask('arrived', { withinMs: WITHIN_MS });
  const sentAt = Date.now();
  const playoutId = uuidv7();
  const [startAt, expiresAt] = [sentAt + FAR_MS, sentAt + FAR_MS];
  const { at } = await publish({ ...like, playoutId, startAt, expiresAt, sentAt });
  const { lastAt } = await arrived;
  await publish({ v: 1, type: 'stop', id: uuidv7(), playoutId, issuedAt: sentAt, sentAt: Date.now() });
  await sleep(PAUSE_MS);
  return lastAt - at;
}
