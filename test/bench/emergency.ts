import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import type { EmergencyTemplate } from '../../src/broadcast/emergency/schemas.ts';
import type { Playout } from '../../src/broadcast/playout/schemas.ts';
import { ended } from '../../src/broadcast/playout/state.ts';
import { PIN } from '../harness.ts';
import type { DeviceCommand } from '../lab/speakers/generic-speaker.ts';
import type { ApiClient } from '../lab/station/api-client.ts';
import type { BareQuestions } from './bare-process.ts';
import type { Arrival, CrowdQuestions } from './crowd-process.ts';
import { type Peer, sharedNow } from './peer.ts';

export interface EmergencyParts {
  api: ApiClient;
  zoneId: string;
  /** The speakers of the station, and those of the bare client; the same where both use one broker. */
  crowd: Peer<CrowdQuestions>;
  bareCrowd: Peer<CrowdQuestions>;
  bare: Peer<BareQuestions>;
  speakerIds: readonly string[];
  rounds: number;
}

/** ms from the request, or the first publish, until the last speaker held its command; one a round. */
export interface EmergencyTimes {
  station: number[];
  bare: number[];
  /** ms of the station’s rounds until the answer to the request. */
  answered: number[];
}

const TEXT = 'Nước sông đang lên nhanh. Đề nghị bà con khẩn trương di chuyển đến nơi cao.';
const WITHIN_MS = 20_000;
const LOOK_MS = 50;
/** What one round has left to do must not weigh on the next. */
const PAUSE_MS = 300;
const FAR_MS = 3_600_000;

/**
 * Emergencies from a template whose audio is cached, in turns with a bare client that publishes messages of the same
 * size to as many speakers. Each is silenced before it sounds.
 */
export async function timeEmergencies(parts: EmergencyParts): Promise<EmergencyTimes> {
  const { rounds } = parts;
  const template = await readyTemplate(parts.api);
  const times: EmergencyTimes = { station: [], bare: [], answered: [] };
  // The first round warms both up and does not count.
  for (let round = 0; round <= rounds; round++) {
    const ours = await stationRound(parts, template.id);
    const theirs = await bareRound(parts, ours.command);
    if (round === 0) continue;
    times.station.push(ours.ms);
    times.answered.push(ours.answeredMs);
    times.bare.push(theirs);
  }
  return times;
}

async function readyTemplate(api: ApiClient): Promise<EmergencyTemplate> {
  const fields = { title: 'Nước lũ', text: TEXT, chime: null };
  const { id } = await api.post<EmergencyTemplate>('/api/emergency-templates', fields);
  await api.post(`/api/emergency-templates/${id}/release`, {});
  for (;;) {
    const { items } = await api.get<{ items: EmergencyTemplate[] }>('/api/emergency-templates');
    const found = items.find((template) => template.id === id && template.warm);
    if (found) return found;
    await sleep(LOOK_MS);
  }
}

async function stationRound({ api, zoneId, crowd }: EmergencyParts, templateId: string) {
  await crowd.ask('forget', undefined);
  const arrived = crowd.ask('arrived', { withinMs: WITHIN_MS });
  const from = sharedNow();
  const posted = api.post<Playout>('/api/emergency', { templateId, zoneIds: [zoneId], pin: PIN });
  const answered = posted.then((playout) => ({ playout, answeredMs: sharedNow() - from }));
  const [{ lastAt, command }, { playout, answeredMs }] = await Promise.all([arrived, answered]);
  await api.post(`/api/playouts/${playout.id}/stop`);
  await over(api, playout.id);
  await crowd.ask('silent', { withinMs: WITHIN_MS });
  await sleep(PAUSE_MS);
  return { ms: lastAt - from, answeredMs, command };
}

async function over(api: ApiClient, id: string): Promise<void> {
  for (;;) {
    const { state } = await api.get<Playout>(`/api/playouts/${id}`);
    if (ended(state)) return;
    await sleep(LOOK_MS);
  }
}

/** The speakers take the bare client's command as they took the station's, for a far time; then they are told to stop. */
async function bareRound(
  { bareCrowd, bare, speakerIds }: EmergencyParts,
  like: DeviceCommand,
): Promise<number> {
  const topics = speakerIds.map((id) => `tramso/${id}/command`);
  const sentAt = Date.now();
  const playoutId = uuidv7();
  const command = { ...like, playoutId, startAt: sentAt + FAR_MS, expiresAt: sentAt + FAR_MS, sentAt };
  await bareCrowd.ask('forget', undefined);
  const arrived: Promise<Arrival> = bareCrowd.ask('arrived', { withinMs: WITHIN_MS });
  const { at } = await bare.ask('publish', { topics, payload: JSON.stringify(command) });
  const { lastAt } = await arrived;
  const stop = { v: 1, type: 'stop', id: uuidv7(), playoutId, issuedAt: Date.now(), sentAt: Date.now() };
  await bare.ask('publish', { topics, payload: JSON.stringify(stop) });
  await sleep(PAUSE_MS);
  return lastAt - at;
}
