import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DAY_MS, instantText } from '../../clock.ts';
import { DATABASE } from '../data-folder.ts';
import { failed, ok, type Result, type Text, text, warning } from './finding.ts';
import type { Patient } from './index.ts';

const LATE_MS = 2 * DAY_MS;
const SKEW_MS = 3_600_000;

/** Whether the file is sound, read from a copy. */
export async function checkDatabase({ config: { data }, database }: Patient): Promise<Result> {
  if (!existsSync(join(data, DATABASE)))
    return ok('được tạo ở lần khởi động đầu tiên', 'made at the first start');
  const found = await database();
  if (found === 'sound') return ok('bản sao đã kiểm tra, không có lỗi', 'a copy was checked: sound');
  if (found === 'unchecked') {
    return warning(
      text('chưa kiểm tra được vì ổ đĩa không đủ chỗ', 'not checked: the disk has no room for a copy'),
      text('Xóa bớt dữ liệu trên ổ rồi kiểm tra lại.', 'Free some space on the disk, then look again.'),
    );
  }
  return failed(
    text(`có lỗi: ${found.fault}`, `damaged: ${found.fault}`),
    text(
      `Khôi phục từ bản sao lưu (scripts/tramso restore TỆP --data ${data}) và thay ổ đĩa.`,
      `Restore a backup (scripts/tramso restore FILE --data ${data}) and replace the disk.`,
    ),
  );
}

/** Whether a disk that dies tonight would take the commune's data with it. */
export async function checkBackup({ config, backup, sameDisk, now }: Patient): Promise<Result> {
  if (!existsSync(join(config.data, DATABASE))) return ok('chưa có gì để sao lưu', 'there is nothing yet');
  const known = backup();
  if (!known) {
    return warning(
      text('không rõ, vì không đọc được cơ sở dữ liệu', 'unknown: the database cannot be read'),
      text('Xem kết quả kiểm tra ổ đĩa và cơ sở dữ liệu.', 'See what is said of disk and database.'),
    );
  }
  const { hasCode, lastGoodAt } = known;
  if (!hasCode) {
    return warning(
      text('chưa có mã khôi phục nên chưa sao lưu được', 'there is no recovery code, so no backup either'),
      text(
        `Tạo mã và chép ra giấy: scripts/tramso recovery-code --new --data ${config.data}`,
        `Make one and write it down: scripts/tramso recovery-code --new --data ${config.data}`,
      ),
    );
  }
  const command = `scripts/tramso backup --data ${config.data}`;
  const often = text(`Chạy ngay: ${command}`, `Run now: ${command}`);
  if (lastGoodAt === null) return warning(text('chưa sao lưu lần nào', 'there is no backup yet'), often);
  const when = instantText(lastGoodAt);
  const facts = text(`bản gần nhất lúc ${when}`, `the newest is of ${when}`);
  const age = now() - lastGoodAt;
  if (age < -SKEW_MS) {
    const odd = text(`${facts.vi}, là lúc chưa tới`, `${facts.en}, which is yet to come`);
    return warning(odd, often);
  }
  if (age > LATE_MS) return warning(facts, often);
  return placeOfBackups(facts, sameDisk);
}

async function placeOfBackups(facts: Text, sameDisk: Patient['sameDisk']): Promise<Result> {
  const answer = await sameDisk().catch(() => undefined);
  if (answer === undefined) {
    return warning(
      text(`${facts.vi}; thư mục sao lưu không trả lời`, `${facts.en}; the backup folder does not answer`),
      text('Kiểm tra ổ USB hoặc thư mục mạng.', 'Check the USB disk or the network folder.'),
    );
  }
  if (!answer) return { state: 'ok', found: facts, advice: null };
  return warning(
    text(`${facts.vi}, nằm cùng ổ đĩa với dữ liệu`, `${facts.en}, on the same disk as the data`),
    text(
      'Cắm ổ USB hoặc gắn thư mục mạng rồi chọn ở Cài đặt → Sao lưu.',
      'Plug in a USB disk or mount a network folder, and choose it in Settings → Backup.',
    ),
  );
}
