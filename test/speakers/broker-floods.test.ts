import { type Socket, connect as tcpConnect } from 'node:net';
import t, { type Test } from 'tap';
import { type Rig, rig } from './broker-rig.ts';
import { until } from './support.ts';

t.test('a flood is cut off', async (t) => {
  const parts = await rig(t);
  const dong = await parts.connect('dong');
  for (let i = 0; i < 1100; i++) dong.publish('own/dong/report', 'x', { qos: 0 });
  await until('cut off', () => !dong.connected);
});

/** A device that is no client of ours: it has signed in, and then sends what it likes. */
async function sendRaw(t: Test, { port }: Rig, ...chunks: Buffer[]): Promise<Socket> {
  const socket = tcpConnect(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.resume();
  t.teardown(() => socket.destroy());
  const username = Buffer.from('dong');
  const password = Buffer.from('gnod');
  const text = (bytes: Buffer) => Buffer.concat([Buffer.from([0, bytes.length]), bytes]);
  // MQTT 3.1.1, 3.1: clean session, user name and password; no keepalive.
  const body = Buffer.concat([
    text(Buffer.from('MQTT')),
    Buffer.from([4, 0xc2, 0, 0]),
    text(Buffer.from('x')),
    text(username),
    text(password),
  ]);
  socket.write(Buffer.concat([Buffer.from([0x10, body.length]), body]));
  await new Promise((resolve) => socket.once('data', resolve));
  for (const chunk of chunks) socket.write(chunk);
  return socket;
}

t.test('a flood of whatever kind is cut off before it is worked through', async (t) => {
  const parts = await rig(t);
  const ping = Buffer.from([0xc0, 0]);
  const subscribe = (i: number) =>
    Buffer.concat([
      Buffer.from([0x82, 18, 0, 1, 0, 13]),
      Buffer.from(`own/dong/${1000 + i}`),
      Buffer.from([1]),
    ]);
  const pings = await sendRaw(t, parts, Buffer.concat(Array.from({ length: 20_000 }, () => ping)));
  await until('pings cut off', () => pings.destroyed);
  t.ok(parts.presence.filter((each) => each === '~dong').length <= 1_000, 'they were not worked through');
  await t.rejects(parts.connect('dong'), { code: 3 }, 'to come again is no way out');
  await parts.connect('tay');

  const others = await rig(t);
  const asked = await sendRaw(t, others, Buffer.concat(Array.from({ length: 200 }, (_, i) => subscribe(i))));
  await until('subscriptions cut off', () => asked.destroyed);
});

t.test('whoever has not signed in is not listened to for long', async (t) => {
  const parts = await rig(t);
  const stranger = tcpConnect(parts.port, '127.0.0.1');
  stranger.on('error', () => {});
  stranger.write(Buffer.concat(Array.from({ length: 60 }, () => Buffer.from([0xc0, 0]))));
  await new Promise((resolve) => stranger.once('close', resolve));
  t.ok(await parts.connect('dong'));
});
