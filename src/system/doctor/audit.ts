import { failed, ok, type Result, text, warning } from './finding.ts';
import type { Patient } from './index.ts';

/** Whether the audit log is still what the station wrote. */
export async function checkAudit({ audit }: Patient): Promise<Result> {
  const verdict = await audit();
  if (!verdict) {
    return warning(
      text('chưa kiểm tra được: cần khóa của Trạm Số', 'could not be checked: that takes the station’s key'),
      text(
        'Khởi động Trạm Số, mở Nhật ký hệ thống rồi bấm “Kiểm tra chuỗi”.',
        'Start the station, open the audit log and press “Check the chain”.',
      ),
    );
  }
  if ('key' in verdict) return warning(text('chưa kiểm tra được', 'could not be checked'), verdict.key);
  const { checked, brokenAt, problem } = verdict;
  if (verdict.ok) return ok(`nguyên vẹn, ${checked} dòng`, `whole, ${checked} entries`);
  const at = brokenAt ?? checked;
  return failed(
    text(`không còn nguyên vẹn từ dòng ${at}`, `no longer whole from entry ${at} on (${problem})`),
    text(
      'Nhật ký có thể đã bị sửa hoặc xóa từ bên ngoài. Hãy báo cho cơ quan quản lý.',
      'It may have been changed or cut from outside. Tell the authority in charge.',
    ),
  );
}
