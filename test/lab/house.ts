#!/usr/bin/env node
/**
 * A virtual commune beside a running station: simulated MQTT speakers, registered and confirmed, so that there is
 * something to play to, and cameras, to be found. `scripts/start --lab` starts it beside the station; it ends with a
 * signal.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Zone } from '../../src/commune/schemas.ts';
import { loadConfig } from '../../src/config/load.ts';
import { USUAL_ACCOUNT } from './cameras/onvif/camera-options.ts';
import { listenForOrders } from './cameras/wall/remote.ts';
import { NO_PICTURES, Wall } from './cameras/wall/wall.ts';
import { GenericSpeaker } from './speakers/generic-speaker.ts';
import { type Account, registerHeard } from './station/broadcast-rig.ts';
import { consoleSession } from './station/console-session.ts';

const LOOK_MS = 2_000;
const CAMERAS = 4;
const SPEAKERS = [
  'Nhà văn hóa (mô phỏng)',
  'Trường tiểu học (mô phỏng)',
  'Chợ xã (mô phỏng)',
  'Đình làng (mô phỏng)',
];

// What `scripts/start` was given, to find the same station.
const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    port: { type: 'string' },
    config: { type: 'string' },
    lan: { type: 'boolean' },
  },
});
const { port, ...flags } = values;
const config = loadConfig({ ...flags, ...(port !== undefined && { port: Number(port) }) });
const url = `http://127.0.0.1:${config.listen.http_port}`;
const mqttUrl = `mqtt://127.0.0.1:${config.listen.mqtt_port}`;
const accountsPath = join(config.data, 'lab-speakers.json');

const speakers: GenericSpeaker[] = [];
// Their pictures are encoded the first time; the speakers need not wait for that.
const hanging = hangCameras();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void end());

await stationIsSetUp();
const accounts = existsSync(accountsPath) ? known() : await registerAll();
for (const account of accounts) {
  const journal = join(config.data, `lab-${account.id}.jsonl`);
  speakers.push(new GenericSpeaker({ url: mqttUrl, ...account, journal }));
}
for (const speaker of speakers) {
  // One that the officer has deleted meanwhile is refused; the others go on.
  await speaker.start().catch((error: Error) => console.log(`Loa mô phỏng ${speaker.id}: ${error.message}`));
}
console.log(`Xã mô phỏng: ${speakers.filter(({ connected }) => connected).length} loa đang kết nối.`);

async function end(): Promise<void> {
  const cameras = await hanging;
  cameras?.orders.close();
  await Promise.all([...speakers.map((speaker) => speaker.pull()), cameras?.wall.stop()]);
  process.exit(0);
}

/** On loopback, which the station searches too in the lab. Where that fails there still are speakers. */
async function hangCameras(): Promise<{ wall: Wall; orders: Server } | undefined> {
  try {
    const wall = await Wall.start({ cameras: CAMERAS });
    const orders = await listenForOrders(wall);
    const { username, password } = USUAL_ACCOUNT;
    console.log(
      `Xã mô phỏng: ${CAMERAS} camera, tài khoản ${username} / ${password}; bấm "Tìm camera" để tìm.`,
    );
    console.log('Gây sự cố, ở cửa sổ lệnh khác: scripts/lab cameras unplug 2 (cắm lại: plug 2).');
    if (!wall.pictures) console.log(NO_PICTURES);
    return { wall, orders };
  } catch (error) {
    console.log(`Xã mô phỏng không có camera: ${(error as Error).message}`);
    return undefined;
  }
}

/** Waits for the first account: until then nobody may register anything. */
async function stationIsSetUp(): Promise<void> {
  for (let told = false; ; await sleep(LOOK_MS)) {
    const session = await fetch(`${url}/api/session`).then(
      (answer) => answer.json() as Promise<{ setup: boolean }>,
      () => undefined,
    );
    if (session && !session.setup) return;
    if (session && !told) console.log('Xã mô phỏng: đang chờ tạo tài khoản quản trị.');
    told ||= session !== undefined;
  }
}

function known(): Account[] {
  return JSON.parse(readFileSync(accountsPath, 'utf8')) as Account[];
}

async function registerAll(): Promise<Account[]> {
  const api = consoleSession(config.data, url);
  const { items } = await api.get<{ items: Zone[] }>('/api/zones');
  const villages = items.filter(({ parentId }) => parentId !== null);
  const made: Account[] = [];
  for (const [i, name] of SPEAKERS.entries()) {
    const zoneId = villages[i % villages.length]?.id ?? null;
    made.push(await registerHeard({ api, mqttUrl }, name, zoneId));
  }
  writeFileSync(accountsPath, JSON.stringify(made), { mode: 0o600 });
  return made;
}
