import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { watchForMuteness } from '../../src/broadcast/mute.ts';
import { startStation } from '../harness.ts';
import { stationFolder } from '../station-folder.ts';

t.setTimeout(60_000);

const LOOK_MS = 1_000;

t.test('that nothing can be spoken is told before somebody needs it, and that it can be again', async (t) => {
  const tools = stationFolder(t);
  const ffmpeg = join(tools, 'ffmpeg');
  const espeak = join(tools, 'espeak-ng');
  symlinkSync('/usr/bin/ffmpeg', ffmpeg);
  const { app, signIn } = await startStation(t, { config: { programs: { ffmpeg, espeak } } });
  const viewer = await signIn('viewer');
  const end = watchForMuteness(app, LOOK_MS);
  t.teardown(end);

  async function advice(): Promise<string | undefined> {
    const { items } = (await viewer.get('/api/alerts?state=open')).body;
    return items.find(({ rule }: { rule: string }) => rule === 'broadcast.mute')?.advice;
  }
  async function becomes(wanted: RegExp | undefined): Promise<void> {
    const until = performance.now() + 15_000;
    for (;;) {
      const said = await advice();
      if (wanted ? said !== undefined && wanted.test(said) : said === undefined) return;
      if (performance.now() > until) throw new Error(`${wanted}, and not ${said}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  await becomes(/espeak-ng/);
  symlinkSync('/usr/bin/espeak-ng', espeak);
  rmSync(ffmpeg);
  await becomes(/ffmpeg/);
  symlinkSync('/usr/bin/ffmpeg', ffmpeg);
  await becomes(undefined);
});
