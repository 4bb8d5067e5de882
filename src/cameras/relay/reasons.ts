/** Why pictures do not reach the receiver, and what to do. */
export const RELAY_REASONS: Record<string, { vi: string; en: string }> = {
  'camera.relay_starting': { vi: 'Đang kết nối với nơi nhận.', en: 'Connecting to the receiver.' },
  'camera.relay_unreachable': {
    vi: 'Không kết nối được với máy nhận. Kiểm tra đường truyền và địa chỉ nơi nhận; Trạm Số vẫn đang thử lại.',
    en: 'The receiving machine cannot be reached. Check the line and the address; the station goes on trying.',
  },
  'camera.relay_refused': {
    vi: 'Máy nhận từ chối tài khoản. Hãy xin lại tài khoản, xóa nơi nhận này rồi thêm lại.',
    en: 'The receiving machine refuses the account. Ask for the right one, remove this receiver and add it again.',
  },
  'camera.relay_failed': {
    vi: 'Máy nhận đã ngắt hoặc không nhận được kiểu hình này. Trạm Số vẫn đang thử lại.',
    en: 'The receiving machine hung up or cannot take this kind of picture. The station goes on trying.',
  },
};
