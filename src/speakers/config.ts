import { type Static, Type } from 'typebox';
import { Secret } from '../config/settings.ts';

/** 1 to 65535, without leading zeros. */
const PORT = '([1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5])';
const HOST = '(\\[[0-9a-fA-F:.]+\\]|[^\\s/@:?#\\[\\]\\\\<>^|%]+)';

/** Settings section `speakers`. */
export const SpeakersSettings = Type.Object(
  {
    broker: Type.Enum(['embedded', 'external'], {
      title: 'Máy chủ MQTT cho loa',
      titleEn: 'MQTT broker for the speakers',
      description: 'Nên dùng máy chủ có sẵn, trừ khi xã đã có máy chủ MQTT riêng.',
      descriptionEn: 'The built-in one, unless the commune already has one of its own.',
      default: 'embedded',
    }),
    url: Type.String({
      title: 'Địa chỉ máy chủ MQTT bên ngoài',
      titleEn: 'Address of the external broker',
      description: 'Ví dụ: mqtts://192.168.1.5:8883. Chỉ cần khi dùng máy chủ bên ngoài.',
      descriptionEn: 'Such as mqtts://192.168.1.5:8883. Only for an external broker.',
      pattern: `^$|^mqtts?://${HOST}(:${PORT})?$`,
      maxLength: 200,
      default: '',
    }),
    username: Type.String({
      title: 'Tên đăng nhập của Trạm Số tại máy chủ bên ngoài',
      titleEn: 'User name of the station at the external broker',
      description: 'Tài khoản này phải được đọc và ghi mọi topic.',
      descriptionEn: 'It must be allowed to read and write every topic.',
      // One line of the ACL file is made of it.
      pattern: '^[^\\u0000-\\u001f\\u007f]*$',
      maxLength: 100,
      default: '',
    }),
    password: Secret({
      title: 'Mật khẩu của Trạm Số tại máy chủ bên ngoài',
      titleEn: 'Password of the station at the external broker',
      description: 'Được mã hóa khi lưu và không hiện lại.',
      descriptionEn: 'It rests encrypted and is not shown again.',
    }),
    ca: Type.String({
      title: 'Chứng chỉ CA của máy chủ bên ngoài',
      titleEn: 'CA certificate of the external broker',
      description: 'Dán nội dung tệp PEM. Để trống nếu chứng chỉ do đơn vị được công nhận cấp.',
      descriptionEn: 'The text of the PEM file; empty where a public authority has issued it.',
      maxLength: 20_000,
      default: '',
    }),
    mqttVersion: Type.Enum([4, 5], {
      title: 'Phiên bản MQTT của máy chủ bên ngoài',
      titleEn: 'MQTT version of the external broker',
      description: '5 là MQTT 5; chọn 4 nếu máy chủ chỉ dùng được MQTT 3.1.1.',
      descriptionEn: '5 is MQTT 5; 4 stands for MQTT 3.1.1.',
      default: 5,
    }),
    stopHours: Type.Integer({
      title: 'Thời gian nhắc lại lệnh dừng (giờ)',
      titleEn: 'A stop is told again for (hours)',
      description: 'Loa đang mất kết nối sẽ nhận lệnh dừng khi kết nối lại trong thời gian này.',
      descriptionEn: 'A speaker that is away gets the stop when it comes back within this time.',
      minimum: 1,
      maximum: 168,
      default: 24,
    }),
  },
  { title: 'Loa và máy chủ MQTT', titleEn: 'Speakers and MQTT broker', additionalProperties: false },
);
export type SpeakersSettings = Static<typeof SpeakersSettings>;
