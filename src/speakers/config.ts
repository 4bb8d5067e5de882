import { type Static, Type } from 'typebox';
import { Secret } from '../config/settings.ts';

/** Settings section `speakers`. */
export const SpeakersSettings = Type.Object(
  {
    broker: Type.Enum(['embedded', 'external'], {
      title: 'Máy chủ MQTT: có sẵn trong máy trạm (embedded) hay riêng bên ngoài (external)',
      description: 'MQTT broker: the embedded one, or an external one',
      default: 'embedded',
    }),
    url: Type.String({
      title: 'Địa chỉ máy chủ MQTT bên ngoài (mqtts://tên-máy:8883)',
      description: 'Address of the external broker',
      pattern: '^$|^mqtts?://[^\\s/@]+$',
      maxLength: 200,
      default: '',
    }),
    username: Type.String({
      title: 'Tên đăng nhập của máy trạm tại máy chủ bên ngoài',
      description: 'User name of the station at the external broker',
      maxLength: 100,
      default: '',
    }),
    password: Secret({
      title: 'Mật khẩu của máy trạm tại máy chủ bên ngoài',
      description: 'Password of the station at the external broker',
    }),
    ca: Type.String({
      title: 'Chứng chỉ CA của máy chủ bên ngoài (PEM; để trống nếu CA đã được công nhận)',
      description: 'CA certificate of the external broker, PEM; empty for a publicly trusted one',
      maxLength: 20_000,
      default: '',
    }),
    mqttVersion: Type.Enum([4, 5], {
      title: 'Phiên bản MQTT của máy chủ bên ngoài (4 là MQTT 3.1.1)',
      description: 'MQTT version of the external broker (4 stands for 3.1.1)',
      default: 5,
    }),
    stopHours: Type.Integer({
      title: 'Lệnh dừng được nhắc lại cho loa vừa vắng mặt trong (giờ)',
      description: 'A stop is told again to a speaker that was away for so many hours',
      minimum: 1,
      maximum: 168,
      default: 24,
    }),
  },
  { title: 'Loa và máy chủ MQTT', titleEn: 'Speakers and MQTT broker', additionalProperties: false },
);
export type SpeakersSettings = Static<typeof SpeakersSettings>;
