import { failed, ok, type Result, text, warning } from './finding.ts';
import type { Patient } from './index.ts';

/** Whether the station reaches its broker, and its speakers, over MQTT or at `/loa`, answer. */
export async function checkBroker({ running, speakers }: Patient): Promise<Result> {
  if (!running) return ok('chưa biết khi Trạm Số không chạy', 'not known while the station does not run');
  const health = await speakers();
  if (!health) {
    return failed(
      text('Trạm Số không trả lời', 'the station does not answer'),
      text('Xem nhật ký của Trạm Số.', 'Read the log of the station.'),
    );
  }
  const { broker, connected, reason, total, online } = health;
  if (!connected) {
    return failed(
      text(`không kết nối được: ${reason ?? '?'}`, `not connected: ${reason ?? '?'}`),
      broker === 'external'
        ? text(
            'Kiểm tra máy chủ MQTT ở Cài đặt → Loa và máy chủ MQTT.',
            'Check the MQTT server in Settings → Speakers and MQTT broker.',
          )
        : text('Khởi động lại Trạm Số.', 'Restart the station.'),
    );
  }
  const facts = text(`${online}/${total} cụm loa đang nối`, `${online} of ${total} speakers are connected`);
  if (online === total) return { state: 'ok', found: facts, advice: null };
  return warning(
    facts,
    text('Xem cụm loa mất kết nối ở trang Loa.', 'See on the Speakers page which ones are away.'),
  );
}
