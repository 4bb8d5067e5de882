import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import t from 'tap';
import { startStation } from '../../harness.ts';
import { RtspLab } from '../../lab/cameras/rtsp/rtsp-lab.ts';
import { stationFolder } from '../../station-folder.ts';
import { decode } from './clips.ts';

const account = { username: 'admin', password: "p@ss:/#%&' ơ" };
const lab = await RtspLab.start();
t.teardown(() => lab.stop());
const host = await lab.host({ account });
const main = await host.stream('/main', { audio: 'pcm_alaw' });
const hevc = await host.stream('/hevc', { codec: 'hevc' });

async function until<T>(find: () => Promise<T | undefined | false>): Promise<T> {
  for (const end = performance.now() + 40_000; performance.now() < end; await wait(200)) {
    const found = await find();
    if (found) return found;
  }
  throw new Error('it did not come about');
}

t.test('a whole station records real streams, loses one, and exports', async (t) => {
  const station = await startStation(t);
  const admin = await station.signIn('admin');
  const police = await station.signIn('police');
  const ids: string[] = [];
  for (const [name, { url }] of Object.entries({ one: main, two: hevc })) {
    const made = await admin.post('/api/cameras', { name, url, ...account });
    t.equal(made.status, 201, JSON.stringify(made.body));
    ids.push(made.body.cameras[0].id);
  }
  const began = Date.now();
  for (const id of ids)
    t.equal((await admin.put(`/api/cameras/${id}/recording`, { mode: 'continuous' })).status, 200);
  const span = async (id: string) => {
    const to = Date.now() + 1_000;
    const { body } = await police.get(`/api/cameras/${id}/timeline?from=${began - 10_000}&to=${to}`);
    return body;
  };
  for (const id of ids)
    await until(async () => {
      const { spans } = await span(id);
      return spans[0] && spans[0].to - spans[0].from > 4_000;
    });
  t.match((await police.get(`/api/cameras/${ids[0]}`)).body.recording, { mode: 'continuous', running: true });

  await t.test('the camera goes and comes back: the gap says why', async (t) => {
    await host.refuse();
    await wait(4_000);
    await until(async () => (await police.get(`/api/cameras/${ids[0]}/recording`)).body.state === 'lost');
    await host.accept();
    await until(async () => (await police.get(`/api/cameras/${ids[0]}/recording`)).body.running);
    await wait(2_000);
    const { gaps } = await span(ids[0] ?? '');
    t.ok(
      gaps.some(({ why, reason }: { why: string; reason: string }) => why === 'lost' && reason !== null),
      JSON.stringify(gaps),
    );
  });

  const folder = stationFolder(t);
  for (const id of ids) {
    const ask = { cameraId: id, from: began, to: Date.now() - 1_000, reason: 'Kiểm tra hình ghi của camera' };
    await admin.put(`/api/cameras/${id}/recording`, { mode: 'off' });
    const asked = await police.post('/api/camera-exports', ask);
    t.equal(asked.status, 202, JSON.stringify(asked.body));
    const done = await until(async () => {
      const { body } = await police.get(`/api/camera-exports/${asked.body.id}`);
      return body.endedAt !== null && body;
    });
    t.equal(done.state, 'done', JSON.stringify(done));
    const url = `/api/camera-exports/${asked.body.id}/file`;
    const { rawPayload } = await station.app.inject({ url, headers: police.headers });
    writeFileSync(join(folder, 'x.tar'), rawPayload);
    const names = execFileSync('tar', ['--extract', '--verbose', '--file', 'x.tar'], {
      cwd: folder,
    }).toString();
    const movies = names.split('\n').filter((name) => name.endsWith('.mp4'));
    t.ok(movies.length >= 1);
    t.ok(decode(join(folder, movies[0] ?? '')).frames > 30);
  }
  const looked = station.app.db
    .prepare("SELECT kind, reason FROM camera_viewings WHERE kind = 'export'")
    .all();
  t.equal(looked.length, 2);
});
