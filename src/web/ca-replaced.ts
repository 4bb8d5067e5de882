import type { AlertRule } from '../alerts/index.ts';

/** Every PC and phone that trusted the old one warns of the station until it has the new one. */
export const CA_REPLACED: AlertRule = {
  id: 'certificate.ca_replaced',
  severity: 'critical',
  title: {
    vi: 'Chứng chỉ CA của Trạm Số đã được thay mới',
    en: 'The station’s CA certificate was replaced',
  },
  advice: {
    vi: 'Tệp chứng chỉ cũ bị hỏng hoặc hết hạn, vẫn được giữ lại bên cạnh tệp mới. Hãy mở trang /ca trên từng máy tính và điện thoại để cài chứng chỉ mới, rồi bấm “Tôi nhận xử lý”.',
    en: 'The old file was damaged or had expired, and is kept beside the new one. Open /ca on each PC and phone to install the new certificate, then take this alert on.',
  },
};
