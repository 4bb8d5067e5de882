import { connect as tcpConnect } from 'node:net';
import { connectAsync, type IClientOptions, MqttClient } from 'mqtt';
import t from 'tap';
import { collect, passwordOf, rig } from './broker-rig.ts';
import { pause, until } from './support.ts';

t.test('a ping of a device counts as a sign of life', async (t) => {
  const { presence, connect } = await rig(t);
  const dong = await connect('dong', { keepalive: 1 });
  await until('pinged', () => presence.includes('~dong'), 5_000);
  t.ok(dong.connected);
});

t.test('wrong and missing credentials are refused', async (t) => {
  const { port, presence } = await rig(t);
  const url = `mqtt://127.0.0.1:${port}`;
  const tries: IClientOptions[] = [
    { username: 'dong', password: 'sai' },
    { username: 'dong' },
    { username: 'nobody', password: 'ydobon' },
    { username: 'x'.repeat(5000), password: 'y' },
    {},
  ];
  for (const options of tries) {
    await t.rejects(connectAsync(url, { ...options, reconnectPeriod: 0 }), { code: 4 });
  }
  t.strictSame(presence, []);
});

t.test('own topics only, in both directions, and a chatty device is not cut off', async (t) => {
  const parts = await rig(t);
  const box = parts.broker.link();
  t.ok(box.connected());
  const dong = await parts.connect('dong');
  const tay = await parts.connect('tay');
  const heardByTay = collect(tay);
  const granted = await dong
    .subscribeAsync(['own/dong/command', 'own/tay/command', '#', 'own/+/command', '$SYS/#'], { qos: 1 })
    .catch((error) => error);
  t.match(String(granted), /Unspecified|Subscribe/i, 'what is not its own is refused');
  await tay.subscribeAsync('own/tay/#', { qos: 1 });
  await dong.publishAsync('own/tay/command', 'x', { qos: 1 });
  await dong.publishAsync('$SYS/x', 'x', { qos: 1 });
  await dong.publishAsync('own/dong/report', 'mine', { qos: 1 });
  await dong.publishAsync('own/dong/report', 'twice?', { qos: 2 });
  await until('own report', () => parts.said.length >= 2);
  await pause(50);
  const own = ['mine', 'twice?'].map((text) => ({ topic: 'own/dong/report', text }));
  t.strictSame(parts.said, own, 'refused words go nowhere');
  t.strictSame(heardByTay, []);
  t.ok(dong.connected);
  const heardByDong = collect(dong);
  box.publish('own/dong/command', 'do', 1);
  await until('its command', () => heardByDong.length === 1);
  t.match(heardByDong, [{ text: 'do', retain: false }]);
  t.equal(parts.said.length, 2, 'the box does not hear itself');
  await parts.broker.close();
  t.notOk(box.connected());
  let lost = 0;
  box.publish('own/dong/command', 'do', 1, () => lost++);
  await until('told that it is lost', () => lost === 1);
});

t.test('nothing of a device is kept, its last will included', async (t) => {
  const parts = await rig(t);
  const will = { topic: 'own/dong/will', payload: Buffer.from('offline'), qos: 1 as const, retain: true };
  const dong = await parts.connect('dong', { will });
  await dong.publishAsync('own/dong/report', 'kept?', { qos: 1, retain: true });
  dong.stream.destroy();
  await until('the will', () => parts.said.some(({ topic }) => topic === 'own/dong/will'));
  const late = await parts.connect('dong');
  const heardLate = collect(late);
  await late.subscribeAsync('own/dong/#', { qos: 1 });
  await pause(100);
  t.strictSame(heardLate, []);
});

t.test('a last will on a foreign topic goes nowhere', async (t) => {
  const parts = await rig(t);
  const dong = await parts.connect('dong', {
    will: { topic: 'own/tay/will', payload: Buffer.from('offline'), qos: 1, retain: false },
  });
  dong.stream.destroy();
  await until('gone', () => parts.presence.includes('-dong'));
  await pause(50);
  t.strictSame(parts.said, []);
});

t.test('nobody takes over the client id of another', async (t) => {
  const parts = await rig(t);
  const dong = await parts.connect('dong', { clientId: 'same' });
  const tay = await parts.connect('tay', { clientId: 'same' });
  const sly = await parts.connect('tay', { clientId: 'dong' });
  await until('tay replaced tay', () => !tay.connected);
  t.ok(dong.connected);
  t.ok(sly.connected);
  await parts.connect('dong', { clientId: 'other' });
  await until('a user has one connection', () => !dong.connected);
});

t.test('no session is kept: a device that was away is told nothing from before', async (t) => {
  const parts = await rig(t);
  const dong = await parts.connect('dong', { clean: false, clientId: 'kept' });
  await dong.subscribeAsync('own/dong/#', { qos: 1 });
  await dong.endAsync(true);
  await until('gone', () => parts.presence.includes('-dong'));
  parts.broker.link().publish('own/dong/command', 'play', 1);
  const back = await parts.connect('dong', { clean: false, clientId: 'kept' });
  const heard = collect(back);
  await back.subscribeAsync('own/dong/#', { qos: 1 });
  await pause(100);
  t.strictSame(heard, []);
});

t.test('a packet that is too long ends the connection, the others live', async (t) => {
  const parts = await rig(t);
  const dong = await parts.connect('dong');
  const tay = await parts.connect('tay');
  dong.publish('own/dong/report', Buffer.alloc(20_000), { qos: 0 });
  await until('cut off', () => !dong.connected);
  t.ok(tay.connected);
  const stranger = tcpConnect(parts.port, '127.0.0.1');
  stranger.on('error', () => {});
  // The header of a CONNECT of 200 MB.
  stranger.write(Buffer.from([0x10, 0x80, 0x80, 0xb0, 0x5f]));
  await new Promise((resolve) => stranger.once('close', resolve));
  await parts.connect('nam');
});

t.test('rubbish on the port harms nobody', async (t) => {
  const parts = await rig(t);
  const dong = await parts.connect('dong');
  for (const bytes of [
    Buffer.from('GET / HTTP/1.1\r\n\r\n'),
    Buffer.alloc(1000, 0),
    Buffer.alloc(3000, 0xff),
    Buffer.from([0x10, 0x02, 0, 0]),
  ]) {
    const socket = tcpConnect(parts.port, '127.0.0.1');
    socket.on('error', () => {});
    socket.end(bytes);
    await new Promise((resolve) => socket.once('close', resolve));
  }
  t.ok(dong.connected);
});

t.test('topics of many levels, and names that objects have anyway', async (t) => {
  const parts = await rig(t);
  const tay = await parts.connect('tay');
  const dong = await parts.connect('dong');
  dong.publish(`own/dong/${'a/'.repeat(300)}`, 'x', { qos: 1 });
  await until('cut off', () => !dong.connected);
  const again = await parts.connect('dong', { clientId: '__proto__' });
  await again.publishAsync('own/dong/constructor', 'x', { qos: 1 });
  t.ok(again.connected && tay.connected);
});

t.test(
  'words of every quality of service arrive, all and in the order in which they were said',
  async (t) => {
    const parts = await rig(t);
    const dong = await parts.connect('dong');
    const heard = collect(dong);
    await dong.subscribeAsync('own/dong/#', { qos: 1 });
    const box = parts.broker.link();
    const words = Array.from({ length: 20 }, (_, i) => `${i}`);
    for (const [i, word] of words.entries()) box.publish('own/dong/command', word, i % 2 === 0 ? 1 : 0);
    await until('all of them', () => heard.length === words.length);
    t.strictSame(
      heard.map(({ text }) => text),
      words,
    );
  },
);

t.test('without TLS from another machine only those who may', async (t) => {
  const parts = await rig(t);
  // 127.0.0.2 stands for another machine.
  const from = (username: string) =>
    new Promise<MqttClient>((resolve, reject) => {
      const stream = () => tcpConnect({ host: '127.0.0.1', port: parts.port, localAddress: '127.0.0.2' });
      const client = new MqttClient(stream, {
        username,
        password: passwordOf(username),
        clientId: 'x',
        reconnectPeriod: 0,
      });
      t.teardown(() => client.endAsync(true));
      client.once('connect', () => resolve(client));
      client.once('error', reject);
    });
  await t.rejects(from('dong'), { code: 4 });
  const nam = await from('nam');
  t.ok(nam.connected);
});

t.test('dropping ends one connection; closing ends all, ports and all', async (t) => {
  const parts = await rig(t);
  const dong = await parts.connect('dong');
  const tay = await parts.connect('tay');
  parts.broker.drop('dong');
  parts.broker.drop('never-there');
  await until('dropped', () => !dong.connected);
  t.ok(tay.connected);
  await parts.broker.close();
  await until('closed', () => !tay.connected);
  await t.rejects(parts.connect('nam'));
});

t.test('listeners can be changed while it runs', async (t) => {
  const parts = await rig(t);
  const [first] = parts.broker.bound();
  await parts.broker.listen([{ name: 'mqtt', host: '127.0.0.1', port: 0 }]);
  t.strictSame(parts.broker.bound(), [first], 'what is open stays');
  const dong = await parts.connect('dong');
  await parts.broker.listen([]);
  await t.rejects(parts.connect('tay'));
  t.ok(dong.connected, 'who is there stays');
});
