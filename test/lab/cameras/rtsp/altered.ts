import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { type RtspMessage, RtspReader } from '../../../../src/protocols/rtsp-reader.ts';

export interface Alterations {
  /** The answer given in the server's place; undefined lets the request through. */
  refuse?(request: RtspMessage): string | undefined;
  /** The first line of a request as the server is to have it. */
  asked?(first: string): string;
  /** The bytes of an answer as the camera is to have given them. */
  answered?(answer: string, own: string): string;
}

/** A camera's RTSP side that is a real server with one thing changed: what stands in between changes it. */
export async function alteredRtsp(
  t: { teardown(work: () => void): unknown },
  there: { address: string; port: number },
  { refuse = () => undefined, asked = (first) => first, answered = (answer) => answer }: Alterations,
): Promise<{ url(path: string): string; requests: string[] }> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((inside) => {
    const outside = connect(there.port, there.address);
    for (const socket of [inside, outside]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        inside.destroy();
        outside.destroy();
      });
    }
    const toServer = new RtspReader((message) => {
      if (message.frame) return void outside.write(message.frame);
      requests.push(message.bytes().toString('latin1'));
      const refusal = refuse(message);
      const [cseq = '1'] = message.all('cseq');
      if (refusal === undefined) outside.write(message.bytes(asked(message.first)));
      else inside.write(refusal.replace('\r\n', `\r\nCSeq: ${cseq}\r\n`), 'latin1');
    });
    const toClient = new RtspReader((message) => {
      if (message.frame) return void inside.write(message.frame);
      inside.write(answered(message.bytes().toString('latin1'), own), 'latin1');
    });
    inside.on('data', (bytes) => toServer.push(bytes));
    outside.on('data', (bytes) => toClient.push(bytes));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const own = `rtsp://127.0.0.1:${(server.address() as AddressInfo).port}`;
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { url: (path) => own + path, requests };
}
