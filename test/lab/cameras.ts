#!/usr/bin/env node
/**
 * A wall of simulated cameras, until a signal:
 *   scripts/lab cameras [N] [--interfaces K]   N cameras (4) dealt out over K networks of their own (1; needs root)
 *   scripts/lab cameras VERB NUMBER            does something with one of those that are up: unplug 3, plug 3, black 2 …
 */
import { parseArgs } from 'node:util';
import { USUAL_ACCOUNT } from './cameras/onvif/camera-options.ts';
import { listenForOrders, sendOrder } from './cameras/wall/remote.ts';
import { isVerb, VERBS } from './cameras/wall/switchboard.ts';
import { NO_PICTURES, Wall } from './cameras/wall/wall.ts';

const USUAL = 4;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { interfaces: { type: 'string', default: '1' } },
});
const [first = String(USUAL), second = ''] = positionals;
if (isVerb(first)) {
  const answer = await sendOrder(`${first} ${second}`);
  console.log(answer ?? 'Chưa có camera mô phỏng nào đang chạy.');
  process.exitCode = answer === 'ok' ? 0 : 1;
} else if (!/^[1-9]\d*$/.test(first) || !/^[1-9]$/.test(values.interfaces)) {
  console.log(
    'Cách dùng: scripts/lab cameras [SỐ CAMERA] [--interfaces SỐ MẠNG], hoặc scripts/lab cameras VIỆC SỐ',
  );
  console.log(`Việc: ${Object.keys(VERBS).join(', ')}`);
  process.exitCode = 2;
} else {
  await hang(Number(first), Number(values.interfaces));
}

async function hang(cameras: number, interfaces: number): Promise<void> {
  const ended = signalled();
  console.log('Camera mô phỏng: đang chuẩn bị, lần đầu mất khoảng một phút…');
  const wall = await Wall.start({ cameras, interfaces }).catch((error: Error) => {
    console.log(`Không dựng được camera mô phỏng: ${error.message}`);
    process.exit(1);
  });
  const orders = await listenForOrders(wall);
  for (const { number, name, address } of wall.cameras) console.log(`${number}\t${address}\t${name}`);
  const { username, password } = USUAL_ACCOUNT;
  console.log(`Tài khoản của mọi camera: ${username} / ${password}`);
  console.log(`Card mạng: ${wall.interfaces.join(', ')}`);
  if (!wall.pictures) console.log(NO_PICTURES);
  console.log(`Gây sự cố, ở cửa sổ lệnh khác: scripts/lab cameras ${Object.keys(VERBS).join('|')} SỐ`);
  console.log('Ctrl+C để dừng.');
  await ended;
  orders.close();
  await wall.stop();
}

/** From the beginning on: a signal while the cameras are being made must not leave networks behind. */
function signalled(): Promise<unknown> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, resolve);
  });
}
