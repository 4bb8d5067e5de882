import t, { type Test } from 'tap';
import { type SignedIn, type Station, startStation } from '../harness.ts';
import { LabCamera } from '../lab/cameras/lab-camera.ts';
import { type LabCameraOptions, USUAL_ACCOUNT } from '../lab/cameras/onvif/camera-options.ts';
import { RtspLab } from '../lab/cameras/rtsp/rtsp-lab.ts';

t.setTimeout(200_000);
process.env.TRAMSO_LAB = '1';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(what: string, holds: () => Promise<unknown> | unknown, ms = 45_000): Promise<number> {
  const began = performance.now();
  while (!(await holds())) {
    if (performance.now() - began > ms) throw new Error(`not within ${ms} ms: ${what}`);
    await pause(200);
  }
  return performance.now() - began;
}

interface Stand {
  station: Station;
  admin: SignedIn;
  rtsp: RtspLab;
  add(
    options: LabCameraOptions,
    account?: { username: string; password: string },
  ): Promise<[string, LabCamera]>;
  health(id: string): Promise<{ state: string; reason: string | null; driftMs: number | null }>;
}

/** A station with simulated cameras that have pictures. */
async function stand(t: Test): Promise<Stand> {
  const rtsp = await RtspLab.start();
  t.teardown(() => rtsp.stop());
  const station = await startStation(t);
  const admin = await station.signIn('admin');
  return {
    station,
    admin,
    rtsp,
    async add(options, account = USUAL_ACCOUNT) {
      const camera = await LabCamera.start({ firmware: 'V5.8.5 build 260105', ...options }, rtsp);
      t.teardown(() => camera.stop());
      const body = { name: `Camera ${camera.address}`, host: camera.url, ...account };
      const added = await admin.post('/api/cameras', body);
      if (added.status !== 201) throw new Error(JSON.stringify(added.body));
      return [added.body.cameras[0].id, camera];
    },
    health: async (id) => (await admin.get(`/api/cameras/${id}`)).body.health,
  };
}

t.test('a camera is watched, dies, is told of within 30 s, and comes back', async (t) => {
  const { admin, add, health } = await stand(t);
  const [id, camera] = await add({ address: '127.48.0.11', clock: { offsetMs: 0 } });
  await until('it is well', async () => (await health(id)).state === 'ok');
  await until(
    'a picture was looked at',
    async () => (await admin.get(`/api/cameras/${id}`)).body.health.lastFrameAt,
  );
  t.ok(Math.abs((await health(id)).driftMs ?? 99_999) < 5_000);
  const alerts = async () => (await admin.get('/api/alerts?state=open')).body.items as { rule: string }[];
  t.strictSame(await alerts(), []);
  await camera.unplug();
  const ms = await until('the alert', async () => (await alerts()).length > 0);
  t.ok(ms < 30_000, `${Math.round(ms)} ms`);
  t.match(await alerts(), [{ rule: 'camera.unreachable', subject: id }]);
  t.match(await health(id), { state: 'down', reason: 'camera.unreachable' });
  await camera.plug();
  await until('it is back', async () => (await health(id)).state === 'ok');
  await until('the alert ends', async () => (await alerts()).length === 0);
});

t.test('a changed password is found, and tried no more', async (t) => {
  const { admin, add, health } = await stand(t);
  const [id, camera] = await add({ address: '127.48.0.12' });
  await until('it is well', async () => (await health(id)).state === 'ok');
  await admin.put(`/api/cameras/${id}/account`, { ...USUAL_ACCOUNT, password: 'sai-mat-khau' });
  await until('it is refused', async () => (await health(id)).reason === 'camera.refused');
  const failures = camera.gate.failures.length;
  for (let i = 0; i < 3; i++) await admin.post(`/api/cameras/${id}/check`);
  t.equal(camera.gate.failures.length, failures);
  t.equal(failures, 0, 'the streams were refused: ONVIF was not tried at all');
  const clock = await admin.post(`/api/cameras/${id}/clock`, {});
  t.match(clock, { status: 409, body: { error: { code: 'camera.account_resting' } } });
  t.equal(camera.gate.failures.length, 0, 'nor is it where the station knows better');
  t.equal((await admin.post(`/api/cameras/${id}/read`)).body.error.code, 'camera.refused');
  t.equal(camera.gate.failures.length, 1, 'but where an officer wants to know');
  await admin.put(`/api/cameras/${id}/account`, USUAL_ACCOUNT);
  await until('it is well again', async () => (await health(id)).state === 'ok');
});

t.test('its motion is heard and kept', async (t) => {
  const { admin, add, station } = await stand(t);
  const heard: string[] = [];
  station.app.events.on('camera.event', ({ kind, active }) => heard.push(`${kind} ${active}`));
  const [id, camera] = await add({ address: '127.48.0.13' });
  await until('it is listened to', () => camera.count('PullMessages') > 0);
  camera.report({ kind: 'motion', on: true });
  await until('motion', () => heard.includes('motion true'));
  camera.report({ kind: 'motion', on: false });
  await until('its end', () => heard.includes('motion false'));
  await until(
    'both are kept',
    async () => (await admin.get(`/api/cameras/${id}/events`)).body.items.length >= 2,
  );
  t.match((await admin.get(`/api/cameras/${id}/events?limit=1`)).body, {
    items: [{ kind: 'motion', active: false }],
    next: String,
  });
});

t.test('the security check of a camera, over HTTP', async (t) => {
  const { admin, add, station } = await stand(t);
  const [id] = await add({
    address: '127.48.0.14',
    maker: 'TP-Link',
    model: 'Tapo C200',
    firmware: '1.1.15 Build 211130',
  });
  t.match((await admin.get(`/api/cameras/${id}/security`)).body, { checkedAt: null, score: null });
  t.equal((await admin.post(`/api/cameras/${id}/security/check`)).status, 202);
  await until('it ends', async () => (await admin.get('/api/camera-security-check')).body.state === 'done');
  const { body } = await admin.get(`/api/cameras/${id}/security`);
  t.match(
    body.findings.map(({ code }: { code: string }) => code),
    ['vulnerable_critical'],
  );
  t.equal(body.score, (await admin.get(`/api/cameras/${id}`)).body.securityScore);
  t.equal((await admin.post('/api/camera-security-check', {})).status, 202);
  for (const state of ['cancelled', 'cancelled'])
    t.match((await admin.delete('/api/camera-security-check')).body, { state });
  const { items } = (await admin.get('/api/audit?limit=20')).body;
  const ended = items.filter(({ action }: { action: string }) => action === 'camera.end_check');
  t.match(ended, [{ details: { total: 1 } }], 'written down, once');
  t.equal((await admin.post('/api/camera-security-check', { cameraIds: ['x'] })).status, 404);

  const page = (await admin.get('/api/camera-advisories?limit=5')).body;
  t.equal(page.items.length, 5);
  t.notSame(
    (await admin.get(`/api/camera-advisories?limit=5&after=${page.next}`)).body.items[0],
    page.items[0],
  );
  const row = { ...page.items[0], title: 'Changed by this test', origin: undefined };
  t.equal((await admin.post('/api/camera-advisories/import', { rows: [row] })).status, 200);
  t.match((await admin.get('/api/camera-advisories?limit=1')).body.items, [
    { title: 'Changed by this test' },
  ]);
  t.match((await admin.post('/api/camera-advisories/import', { rows: [{ ...row, id: 'x' }] })).body.error, {
    code: 'input.invalid',
    field: 'rows.0.id',
  });
  const key = { id: row.id, maker: row.maker, models: row.models, affected: row.affected };
  t.equal((await admin.post('/api/camera-advisories/remove', key)).status, 204);
  t.match((await admin.get('/api/camera-advisories?limit=1')).body.items, [
    { ...page.items[0], origin: 'built_in' },
  ]);
  t.equal((await admin.post('/api/camera-advisories/remove', key)).status, 404, 'those of the program stay');
  const audit = (await admin.get('/api/audit')).body.items.map(({ action }: { action: string }) => action);
  t.ok(audit.includes('camera.remove_advisory'));
  t.ok(audit.includes('camera.import_advisories') && audit.includes('camera.check_security'));

  const police = await station.signIn('police');
  t.equal((await police.get(`/api/cameras/${id}/security`)).status, 200);
  for (const url of [
    `/api/cameras/${id}/check`,
    `/api/cameras/${id}/security/check`,
    '/api/camera-advisories/import',
  ]) {
    t.equal((await police.post(url, {})).status, 403, url);
  }
  const nobody = await station.signIn('editor');
  t.equal((await nobody.get(`/api/cameras/${id}/events`)).status, 403);
});
