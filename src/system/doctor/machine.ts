import { access, constants, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { instantText } from '../../clock.ts';
import { RELEASED_AT } from '../../db/clock-floor.ts';
import { diskSpace } from '../data-folder.ts';
import { levelOf } from '../disk-watch.ts';
import { failed, ok, type Result, text, warning } from './finding.ts';
import type { Patient } from './index.ts';
import { output } from './programs.ts';

const GB = 1_073_741_824;
const PRIVATE = ['secret.key', 'tls'];

/** The data folder: there, writable, and its keys closed to others. */
export async function checkData({ config: { data } }: Patient): Promise<Result> {
  const found = await stat(data).catch(() => undefined);
  if (!found) {
    return warning(
      text(`chưa có thư mục ${data}`, `there is no folder ${data} yet`),
      text('Chạy scripts/start: Trạm Số tự tạo thư mục này.', 'Run scripts/start: it makes the folder.'),
    );
  }
  const refusal = await access(data, constants.W_OK | constants.X_OK).then(
    () => undefined,
    ({ code }: NodeJS.ErrnoException) => code,
  );
  if (refusal === 'EROFS') {
    return failed(
      text(`ổ đĩa có ${data} chỉ còn đọc được`, `the disk of ${data} can only be read`),
      text(
        'Ổ đĩa có thể sắp hỏng. Sao chép dữ liệu ra nơi khác, thay ổ đĩa rồi khôi phục từ bản sao lưu.',
        'The disk may be failing. Copy the data away, replace the disk and restore a backup.',
      ),
    );
  }
  if (refusal !== undefined) {
    return failed(
      text(`không ghi được vào ${data}`, `${data} is not writable`),
      text(
        `Trao thư mục cho người dùng chạy Trạm Số: chown -R tramso: ${data}`,
        `Give the folder to the station’s user: chown -R tramso: ${data}`,
      ),
    );
  }
  const open = await Promise.all(PRIVATE.map(async (name) => ((await isOpen(join(data, name))) ? name : '')));
  const names = open.filter(Boolean).join(', ');
  if (names) {
    return failed(
      text(`người khác trên máy đọc được ${names}`, `others on this machine can read ${names}`),
      text(`Chạy: chmod -R go= ${data}`, `Run: chmod -R go= ${data}`),
    );
  }
  return ok(`${data} ghi được, khóa được giữ kín`, `${data} is writable, its keys are private`);
}

async function isOpen(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && (found.mode & 0o077) !== 0;
}

export async function checkDisk({ config: { data } }: Patient): Promise<Result> {
  const { free, used } = await diskSpace((await stat(data).catch(() => undefined)) ? data : '/');
  const percent = Math.round(used * 100);
  const gb = (free / GB).toFixed(1);
  const facts = text(
    `đã dùng ${percent} %, còn ${gb.replace('.', ',')} GB`,
    `${percent} % used, ${gb} GB left`,
  );
  const level = levelOf(used, 'ok');
  if (level === 'ok') return { state: 'ok', found: facts, advice: null };
  const advice = text(
    'Xóa bớt dữ liệu không cần hoặc thay ổ đĩa lớn hơn.',
    'Remove what is not needed, or fit a larger disk.',
  );
  return level === 'low' ? warning(facts, advice) : failed(facts, advice);
}

export async function checkClock({ config, wall, clockFloor, run }: Patient): Promise<Result> {
  const now = wall();
  const shown = instantText(now);
  if (now < Math.max(RELEASED_AT, clockFloor() ?? 0)) {
    return failed(
      text(
        `đồng hồ chỉ ${shown}, chậm hơn lần ghi gần nhất`,
        `the clock says ${shown}, which is in the past`,
      ),
      text(
        `Chỉnh lại giờ, kiểm tra pin CMOS và đồng bộ giờ qua mạng (timedatectl). Nếu giờ này đúng: scripts/tramso clock accept --data ${config.data}, hoặc xác nhận ở Cài đặt → Trạm Số.`,
        `Set the time; check the CMOS battery and time synchronisation (timedatectl). If it is right: scripts/tramso clock accept --data ${config.data}, or confirm it in Settings → Station.`,
      ),
    );
  }
  const synchronised = await output(run, 'timedatectl', ['show', '-p', 'NTPSynchronized', '--value']);
  if (synchronised?.trim() === 'no') {
    return warning(
      text(`${shown}, chưa đồng bộ qua mạng`, `${shown}, not synchronised`),
      text(
        'Bật đồng bộ giờ: timedatectl set-ntp true (hoặc chrony với máy chủ giờ của tỉnh).',
        'Switch it on: timedatectl set-ntp true (or chrony with the province’s server).',
      ),
    );
  }
  return ok(`${shown}`, `${shown}`);
}
