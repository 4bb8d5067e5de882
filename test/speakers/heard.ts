import { Registry, type Speaker } from '../../src/speakers/registry.ts';
import type { SignedIn, Station } from '../harness.ts';

/** What the stations of this process have added, by id: the one way to a speaker that no device stands for. */
const added = new Map<string, Speaker>();
const add = Registry.prototype.add;
Registry.prototype.add = function (row, profile) {
  const speaker = add.call(this, row, profile);
  added.set(speaker.id, speaker);
  return speaker;
};

/** Confirms a speaker as if its test tone had just been heard; most of the tests' devices come later, or never. */
export async function confirmHeard(
  { app }: Pick<Station, 'app'>,
  admin: SignedIn,
  id: string,
): Promise<void> {
  const speaker = added.get(id);
  if (!speaker) throw new Error(`no station of this process has added ${id}`);
  speaker.test = { playoutId: '', at: app.clock.now(), state: 'finished', reason: null };
  const { status, body } = await admin.post(`/api/speakers/${id}/confirm`, { heard: true });
  speaker.test = null;
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
}
