import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { DAY_MS } from '../../clock.ts';
import type { Config } from '../../config/schema.ts';
import { failed, ok, type Result, text, warning } from './finding.ts';
import type { Patient } from './index.ts';

const CONNECT_MS = 2_000;
const LOOPBACK = '127.0.0.1';

/** Where the station answers, or would. */
export interface Place {
  host: string;
  port: number;
}

/** What a station that does not run yet will need, by its configuration. */
export function placesToOpen({ listen }: Config): Place[] {
  const host = (listen.lan && listen.addresses[0]) || LOOPBACK;
  const { http_port, https_port, plain_port, mqtt_port, mqtts_port } = listen;
  const others = [https_port, plain_port, mqtt_port, mqtts_port].map((port) => ({ host, port }));
  return [{ host: LOOPBACK, port: http_port }, ...others];
}

/** Where a URL leads. */
export function placeOf(url: string): Place {
  const { protocol, hostname, port } = new URL(url);
  return { host: hostname, port: Number(port) || (protocol === 'https:' ? 443 : 80) };
}

/** Ports answer while the station runs, and are free while it does not. */
export async function checkPorts({ running, places }: Patient): Promise<Result> {
  const all = places();
  const fine = await Promise.all(all.map((place) => (running ? answers(place) : isFree(place))));
  const wrong = all.filter((_place, index) => !fine[index]);
  const list = (wrong.length > 0 ? wrong : all).map(({ port }) => port).join(', ');
  if (wrong.length === 0) {
    return running
      ? ok(`các cổng ${list} đang trả lời`, `ports ${list} answer`)
      : ok(`các cổng ${list} còn trống`, `ports ${list} are free`);
  }
  return running
    ? failed(
        text(`cổng ${list} không trả lời`, `port ${list} does not answer`),
        text('Khởi động lại Trạm Số và xem nhật ký.', 'Restart the station and read its log.'),
      )
    : failed(
        text(`cổng ${list} đang bị chương trình khác dùng`, `port ${list} is taken by another program`),
        text(
          'Dừng chương trình đó, hoặc chọn cổng khác bằng --port.',
          'Stop it, or choose others with --port.',
        ),
      );
}

/** When the station's own certificates run out; it renews the server's by itself. */
export async function checkCertificates({ config: { data }, now }: Patient): Promise<Result> {
  const days: [string, number][] = [];
  for (const name of ['ca.pem', 'server.pem']) {
    const pem = await readFile(join(data, 'tls', name), 'utf8').catch((error) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (pem === undefined) {
      return ok('được tạo ở lần khởi động đầu tiên', 'made at the first start');
    }
    const { validTo } = new X509Certificate(pem.slice(pem.indexOf('-----BEGIN CERTIFICATE-----')));
    days.push([name, Math.floor((Date.parse(validTo) - now()) / DAY_MS)]);
  }
  const [name, left] = days.reduce((soonest, each) => (each[1] < soonest[1] ? each : soonest));
  if (left >= 14) return ok(`còn hạn ${left} ngày`, `valid for ${left} days more`);
  return warning(
    text(`${name} còn hạn ${left} ngày`, `${name} is valid for ${left} days more`),
    text('Khởi động lại Trạm Số để cấp chứng chỉ mới.', 'Restart the station: it issues a new one.'),
  );
}

function answers(place: Place): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(place);
    const end = (fine: boolean) => {
      socket.destroy();
      resolve(fine);
    };
    socket.setTimeout(CONNECT_MS, () => end(false));
    socket.once('connect', () => end(true)).once('error', () => end(false));
  });
}

function isFree(place: Place): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(place, () => server.close(() => resolve(true)));
  });
}
