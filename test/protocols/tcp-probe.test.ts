import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import t, { type Test } from 'tap';
import { probePort, readBanner } from '../../src/protocols/tcp-probe.ts';

async function serve(t: Test, greet: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    greet(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
const SOON = { timeoutMs: 500 };

t.test('a port is open, refused or silent', async (t) => {
  const port = await serve(t, () => {});
  t.equal(await probePort('127.0.0.1', port, SOON), 'open');
  t.equal(await probePort('127.0.0.1', 1, SOON), 'refused');
  t.equal(await probePort('nobody.invalid', 80, { timeoutMs: 5_000 }), 'silent');
  t.equal(await probePort('127.0.0.1', port, { timeoutMs: 500, signal: AbortSignal.abort() }), 'silent');
});

t.test('the first words of a server', async (t) => {
  const read = (port: number, hello?: string) => readBanner('127.0.0.1', port, SOON, hello);
  t.equal(await read(await serve(t, (socket) => socket.write('220 FTP ready\r\n'))), '220 FTP ready\r\n');
  t.equal(await read(await serve(t, () => {})), '', 'says nothing');
  t.equal(await read(1), undefined, 'not open');
  const chatty = await serve(t, (socket) => {
    socket.write('x'.repeat(100_000));
  });
  t.equal((await read(chatty))?.length, 512);
  const http = await serve(t, (socket) => {
    socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
  });
  t.match(await read(http, 'HEAD / HTTP/1.0\r\n\r\n'), 'HTTP/1.1 200 OK');
  t.equal(await read(await serve(t, (socket) => socket.destroy())), '', 'hangs up');
});
