import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Test } from 'tap';
import type { App } from '../../../src/app.ts';
import type { signIn } from '../../harness.ts';
import { stationFolder } from '../../station-folder.ts';

type Person = Awaited<ReturnType<typeof signIn>>;

/** Waits until an export has ended; throws where that takes too long. */
export async function exportEnded(person: Pick<Person, 'get'>, id: string) {
  for (const end = performance.now() + 20_000; performance.now() < end; await wait(50)) {
    const { body } = await person.get(`/api/camera-exports/${id}`);
    if (body.endedAt !== null) return body;
  }
  throw new Error('the export did not end');
}

/** Fetches an export once it is done, and unpacks it as whoever gets it does. */
export async function untar(t: Test, app: App, person: Person, id: string) {
  const done = await exportEnded(person, id);
  const sent = await app.inject({ url: `/api/camera-exports/${id}/file`, headers: person.headers });
  const out = stationFolder(t);
  writeFileSync(join(out, 'a.tar'), sent.rawPayload);
  execFileSync('tar', ['--extract', '--file', 'a.tar'], { cwd: out, timeout: 20_000 });
  const manifest = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'));
  const readFirst = readFileSync(join(out, 'doc-truoc.txt'), 'utf8');
  return { done, sent, out, manifest, readFirst };
}
