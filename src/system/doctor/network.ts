import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { DAY_MS } from '../../clock.ts';
import { absentAddresses } from '../../config/absent-addresses.ts';
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
  const absent = absentAddresses(listen);
  const there = listen.lan && listen.addresses.find((address) => !absent.includes(address));
  const host = there || LOOPBACK;
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

/** Whether the machine has the addresses that the configuration wants served. */
export async function checkAddresses({ config: { listen } }: Patient): Promise<Result> {
  const absent = absentAddresses(listen).join(', ');
  if (absent) {
    return failed(
      text(`máy không có địa chỉ ${absent}`, `this machine does not have ${absent}`),
      text(
        'Kiểm tra dây mạng và địa chỉ IP của máy, hoặc sửa mục listen.addresses trong tramso.toml.',
        'Check the cable and the machine’s IP address, or correct listen.addresses in tramso.toml.',
      ),
    );
  }
  const { lan, addresses } = listen;
  if (!lan) return ok('chỉ phục vụ chính máy này', 'only this machine is served');
  if (addresses.length === 0) return ok('phục vụ ở mọi địa chỉ của máy', 'all its addresses are served');
  return ok(`máy có đủ ${addresses.join(', ')}`, `the machine has ${addresses.join(', ')}`);
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
