import { once } from 'node:events';
import { readdirSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { isVerb, VERBS } from './switchboard.ts';
import type { Wall } from './wall.ts';

/** Each user has one of its own: the station's may not remove root's. */
const SOCKET = /^tramso-lab-cameras-\d+\.sock$/;
const OWN = join(tmpdir(), `tramso-lab-cameras-${process.getuid?.()}.sock`);

/** Takes `unplug 3` from another terminal while the wall is up; of several walls of one user the newest hears. */
export async function listenForOrders(wall: Wall): Promise<Server> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {});
    void text(socket)
      .then((order) => obey(wall, order))
      .then(
        () => socket.end('ok\n'),
        (error: Error) => socket.end(`${error.message}\n`),
      );
  });
  rmSync(OWN, { force: true });
  server.listen(OWN);
  await once(server, 'listening');
  return server;
}

/** Sends one order to the first wall that is up; resolves with `ok`, what is wrong, or undefined where none is up. */
export async function sendOrder(order: string): Promise<string | undefined> {
  for (const name of readdirSync(tmpdir()).filter((one) => SOCKET.test(one))) {
    const socket = connect(join(tmpdir(), name));
    socket.end(order);
    const answer = await text(socket).catch(() => '');
    if (answer) return answer.trim();
  }
  return undefined;
}

async function obey(wall: Wall, order: string): Promise<void> {
  const [verb, number] = order.trim().split(/\s+/);
  if (!isVerb(verb)) throw new Error(`${Object.keys(VERBS).join(' · ')}  + 1…${wall.cameras.length}`);
  await wall.do(verb, Number(number));
}
