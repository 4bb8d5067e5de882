import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import { v7 as uuidv7 } from 'uuid';
import type { App } from '../../src/app.ts';
import type { AudioRef, PlayCommand, SpeakerReport } from '../../src/speakers/schemas.ts';
import type { SignedIn, Station } from '../harness.ts';
import { GenericSpeaker, type GenericSpeakerOptions } from '../lab/speakers/generic-speaker.ts';
import { confirmHeard } from './heard.ts';

/** Resolves as soon as `condition` holds; rejects, saying what it waited for, when it takes too long. */
export async function until(what: string, condition: () => boolean, ms = 5_000): Promise<void> {
  const end = performance.now() + ms;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`waited ${ms} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Everything the slice reports, as it comes. */
export function collectReports(app: App): SpeakerReport[] {
  const reports: SpeakerReport[] = [];
  app.events.on('speaker.report', (report) => reports.push(report));
  return reports;
}

/** Adds a confirmed speaker by the API and makes the simulator that goes with it. */
export async function addGeneric(
  station: Station,
  admin: SignedIn,
  name: string,
  options: Partial<GenericSpeakerOptions> = {},
): Promise<GenericSpeaker> {
  const { id, password } = await addDevice(station, admin, name);
  return new GenericSpeaker({ url: brokerUrl(station.app), id, password, ...options });
}

export async function addDevice(station: Station, admin: SignedIn, name: string, body: object = {}) {
  const zoneId = station.app.commune.tree.root().id;
  const { status, body: made } = await admin.post('/api/speakers', { name, zoneId, ...body });
  if (status !== 201) throw new Error(`${status} ${JSON.stringify(made)}`);
  await confirmHeard(station, admin, made.speaker.id);
  return {
    id: made.speaker.id as string,
    password: made.connection.password as string,
    connection: made.connection,
  };
}

/** Where the embedded broker is reached in clear on this machine. */
export function brokerUrl(app: App): string {
  const { broker } = app.speakers.health();
  if (broker !== 'embedded') throw new Error('the broker is an external one');
  return `mqtt://127.0.0.1:${app.speakers.brokerPort()}`;
}

/** A file that stands for audio: devices here check its bytes and play nothing. */
export function fakeAudio(t: Test, durationMs = 200): AudioRef {
  const bytes = randomBytes(20_000);
  const folder = mkdtempSync(join(tmpdir(), 'tramso-audio-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'audio.mp3');
  writeFileSync(path, bytes);
  const id = createHash('sha256').update(bytes).digest('hex');
  return { id, path, bytes: bytes.length, durationMs, mime: 'audio/mpeg' };
}

export function playNow(audio: AudioRef, more: Partial<PlayCommand> = {}): PlayCommand {
  return {
    playoutId: uuidv7(),
    audio,
    startAt: 0,
    expiresAt: Date.now() + 30_000,
    priority: 'normal',
    ...more,
  };
}

export const kindsOf = (reports: SpeakerReport[], playoutId: string) =>
  reports.filter((report) => report.playoutId === playoutId).map(({ kind }) => kind);
