import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

const FIRST = 18_000;
const LAST = 28_000;
/** A station takes its base port and the four after it. */
const BLOCK = 5;
const LOOPBACK = '127.0.0.1';

/** A base port whose whole block is free at this moment. */
export async function freePorts(): Promise<number> {
  for (let base = FIRST + BLOCK * Math.floor(Math.random() * 500); base < LAST; base += BLOCK) {
    const opened = await Promise.all(Array.from({ length: BLOCK }, (_, i) => open(base + i)));
    await Promise.all(opened.map((server) => server && new Promise((closed) => server.close(closed))));
    if (opened.every(Boolean)) return base;
  }
  throw new Error(`no ${BLOCK} free ports in a row`);
}

async function open(port: number): Promise<Server | undefined> {
  const server = createServer();
  try {
    server.listen(port, LOOPBACK);
    await once(server, 'listening');
    return server;
  } catch {
    return undefined;
  }
}
