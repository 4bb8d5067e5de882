import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Member } from '../lab/speakers/crowd.ts';
import { addSpeaker, type BroadcastRig, startRig } from '../lab/station/broadcast-rig.ts';
import { freePorts } from '../lab/station/free-ports.ts';

export interface Village extends BroadcastRig {
  dir: string;
  members: Member[];
  end(): Promise<void>;
}

const AT_ONCE = 10;

/** A station of its own on an empty folder, with so many confirmed speakers in its register. */
export async function settle(speakers: number): Promise<Village> {
  const dir = mkdtempSync(join(tmpdir(), 'tramso-bench-'));
  const remove = () => rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
  const rig = await startRig({ data: dir, port: await freePorts() }).catch((error) => {
    remove();
    throw error;
  });
  const members: Member[] = [];
  for (let i = 0; i < speakers; i += AT_ONCE) {
    const names = Array.from({ length: Math.min(AT_ONCE, speakers - i) }, (_, k) => `Cụm loa ${i + k + 1}`);
    members.push(...(await Promise.all(names.map((name) => addSpeaker(rig, name)))));
  }
  return {
    ...rig,
    dir,
    members,
    async end() {
      await rig.station.stop();
      remove();
    },
  };
}
