import { type Static, Type } from 'typebox';

export const IdentitySettings = Type.Object(
  {
    idleMinutes: Type.Integer({
      title: 'Tự đăng xuất sau khi không dùng (phút)',
      titleEn: 'Sign out after this long without use (minutes)',
      description: 'Trang đang mở mà không ai thao tác cũng tính là không dùng.',
      descriptionEn: 'An open page that nobody works at counts as not used.',
      minimum: 5,
      maximum: 1440,
      default: 120,
    }),
    sessionHours: Type.Integer({
      title: 'Phải đăng nhập lại sau (giờ)',
      titleEn: 'Sign in again after (hours)',
      description: 'Tính từ lúc đăng nhập, dù vẫn đang dùng.',
      descriptionEn: 'Counted from signing in, however much the panel is used.',
      minimum: 1,
      maximum: 168,
      default: 12,
    }),
  },
  { title: 'Đăng nhập', titleEn: 'Signing in', additionalProperties: false },
);

export type IdentitySettings = Static<typeof IdentitySettings>;
