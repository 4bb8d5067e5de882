import { networkInterfaces } from 'node:os';
import t from 'tap';
import { ask } from '../onvif/ask.ts';
import { mayMakeNetworks } from './network.ts';
import { planWall } from './plan.ts';
import { listenForOrders, sendOrder } from './remote.ts';
import { Wall } from './wall.ts';

const PORTS = { http: 80, rtsp: 554 };

t.test('64 cameras on two networks: addresses of their own', async (t) => {
  const networks = planWall({ cameras: 64, interfaces: 2, ports: PORTS });
  t.same(
    networks.map(({ prefix, cameras }) => [prefix, cameras.length]),
    [
      ['198.51.100', 32],
      ['203.0.113', 32],
    ],
  );
  const all = networks.flatMap(({ cameras }) => cameras);
  t.equal(new Set(all.map(({ address }) => address)).size, 64);
  t.equal(new Set(all.map(({ serial }) => serial)).size, 64);
  t.throws(() => planWall({ cameras: 300, interfaces: 1, ports: PORTS }), RangeError);
});

t.test('a wall goes up, obeys, and leaves nothing', async (t) => {
  const options = mayMakeNetworks() ? { cameras: 3, interfaces: 2 } : { cameras: 3 };
  const wall = await Wall.start(options);
  const orders = await listenForOrders(wall);
  const [, second] = wall.cameras;
  const port = process.getuid?.() === 0 ? 80 : 8000;
  const clock = () =>
    ask(`http://${second?.address}:${port}/onvif/device_service`, '<GetSystemDateAndTime/>');
  t.equal((await clock()).status, 200);
  t.equal(await sendOrder('unplug 2'), 'ok');
  await t.rejects(clock());
  t.equal(await sendOrder('plug 2'), 'ok');
  t.equal((await clock()).status, 200);
  t.equal(await sendOrder('plug 9'), '1 … 3');
  orders.close();
  await wall.stop();
  const left = wall.interfaces.filter((name) => name !== 'lo' && name in networkInterfaces());
  t.same(left, []);
});
