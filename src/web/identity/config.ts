import { type Static, Type } from 'typebox';

export const IdentitySettings = Type.Object(
  {
    idleMinutes: Type.Integer({
      title: 'Tự đăng xuất sau khi không dùng (phút)',
      description: 'Sign out after this many minutes without use',
      minimum: 5,
      maximum: 1440,
      default: 120,
    }),
    sessionHours: Type.Integer({
      title: 'Phải đăng nhập lại sau (giờ)',
      description: 'Every session ends after this many hours',
      minimum: 1,
      maximum: 168,
      default: 12,
    }),
  },
  { title: 'Đăng nhập', additionalProperties: false },
);

export type IdentitySettings = Static<typeof IdentitySettings>;
