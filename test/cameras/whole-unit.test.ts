import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { startStation } from '../harness.ts';
import { LabCamera } from '../lab/cameras/lab-camera.ts';
import { USUAL_ACCOUNT } from '../lab/cameras/onvif/camera-options.ts';

t.setTimeout(90_000);
process.env.TRAMSO_LAB = '1';

/** The RTSP side of a recorder that takes nobody; who has tried. */
async function shutDoor(t: Test): Promise<{ port: number; tries: string[] }> {
  const tries: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (data) => {
      const asked = data.toString('latin1');
      const user = /^Authorization: Digest username="([^"]*)"/m.exec(asked)?.[1];
      if (user !== undefined) tries.push(user);
      const cseq = /^CSeq: *(\d+)/im.exec(asked)?.[1] ?? '1';
      socket.write(
        `RTSP/1.0 401 Unauthorized\r\nCSeq: ${cseq}\r\nWWW-Authenticate: Digest realm="NVR", nonce="n"\r\n\r\n`,
      );
    });
    t.teardown(() => socket.destroy());
  }).listen(0, '127.48.2.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  return { port: (server.address() as AddressInfo).port, tries };
}

t.test('the account of a recorder is changed for all its channels, with one sign-in', async (t) => {
  const { port, tries } = await shutDoor(t);
  const recorder = await LabCamera.start({ address: '127.48.2.1', channels: [{}, {}, {}, {}] });
  Object.assign(recorder.state, { rtsp: { port } });
  t.teardown(() => recorder.stop());
  const station = await startStation(t);
  const admin = await station.signIn('admin');
  const added = await admin.post('/api/cameras', { name: 'Đầu ghi', host: recorder.url, ...USUAL_ACCOUNT });
  t.equal(added.status, 201);
  const [first, second] = added.body.cameras as [{ id: string }, { id: string }];
  const users = async () =>
    (await admin.get('/api/cameras')).body.items.map(({ username }: { username: string }) => username);
  const settled = async (so: () => boolean) => {
    for (let looks = 0; looks < 100 && !so(); looks++) await sleep(200);
    // All four channels are looked at by then.
    await sleep(6_000);
  };
  await settled(() => tries.length > 0);
  t.strictSame(tries, ['admin'], 'one channel has tried for all');

  const change = { username: 'xem', password: 'khác' };
  const put = (id: string, body: object) => admin.put(`/api/cameras/${id}/account`, body);
  t.equal((await put(second.id, change)).status, 200);
  t.strictSame((await users()).toSorted(), ['admin', 'admin', 'admin', 'xem'], 'one channel, as before');
  await settled(() => tries.length > 1);
  t.strictSame(tries, ['admin', 'xem']);

  t.match(await put(first.id, { ...change, wholeUnit: true }), { status: 200, body: { username: 'xem' } });
  t.strictSame(await users(), ['xem', 'xem', 'xem', 'xem']);
  await settled(() => tries.length > 2);
  t.strictSame(tries, ['admin', 'xem', 'xem'], 'once, for four channels');
  const told = await admin.get('/api/audit?limit=20');
  const noted = told.body.items.filter(({ action }: { action: string }) => action === 'camera.account');
  t.equal(noted.length, 5, 'of each channel');
  const late = await put(second.id, { ...change, wholeUnit: true });
  t.match(late, { status: 429, body: { error: { code: 'camera.tried_enough' } } });
});
