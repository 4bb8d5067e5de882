import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DAY_MS, localDay, localTime } from '../../clock.ts';
import { DATABASE } from '../data-folder.ts';
import { failed, ok, type Result, text, warning } from './finding.ts';
import type { Patient } from './index.ts';

const LATE_MS = 2 * DAY_MS;

/** Whether the file is sound, read from a copy. */
export async function checkDatabase({ config: { data }, databaseFault }: Patient): Promise<Result> {
  if (!existsSync(join(data, DATABASE)))
    return ok('được tạo ở lần khởi động đầu tiên', 'made at the first start');
  const fault = await databaseFault();
  if (fault === undefined) return ok('bản sao đã kiểm tra, không có lỗi', 'a copy was checked: sound');
  return failed(
    text(`có lỗi: ${fault}`, `damaged: ${fault}`),
    text(
      'Khôi phục từ bản sao lưu (scripts/tramso restore) và thay ổ đĩa.',
      'Restore a backup (scripts/tramso restore) and replace the disk.',
    ),
  );
}

/** Whether a disk that dies tonight would take the commune's data with it. */
export async function checkBackup({ backup, now }: Patient): Promise<Result> {
  const { hasCode, lastGoodAt, sameDisk } = backup();
  if (!hasCode) {
    return warning(
      text('chưa có mã khôi phục nên chưa sao lưu được', 'there is no recovery code, so no backup either'),
      text(
        'Tạo mã và chép ra giấy: scripts/tramso recovery-code --new',
        'Make one and write it down: scripts/tramso recovery-code --new',
      ),
    );
  }
  const often = text('Chạy ngay: scripts/tramso backup', 'Run now: scripts/tramso backup');
  if (lastGoodAt === null) return warning(text('chưa sao lưu lần nào', 'there is no backup yet'), often);
  const when = `${localDay(lastGoodAt)} ${localTime(lastGoodAt).slice(0, 5)}`;
  const facts = text(`bản gần nhất lúc ${when}`, `the newest is of ${when}`);
  if (now() - lastGoodAt > LATE_MS) return warning(facts, often);
  if (sameDisk) {
    return warning(
      text(`${facts.vi}, nằm cùng ổ đĩa với dữ liệu`, `${facts.en}, on the same disk as the data`),
      text(
        'Cắm ổ USB hoặc gắn thư mục mạng rồi chọn ở Cài đặt → Sao lưu.',
        'Plug in a USB disk or mount a network folder, and choose it in Settings → Backup.',
      ),
    );
  }
  return { state: 'ok', found: facts, advice: null };
}
