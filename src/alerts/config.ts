import { Type } from 'typebox';

export const AlertSettings = Type.Object(
  {
    keepDays: Type.Integer({
      title: 'Giữ cảnh báo đã hết trong (ngày)',
      description: 'Alerts that are over are deleted after this many days',
      minimum: 30,
      maximum: 3650,
      default: 365,
    }),
  },
  { title: 'Cảnh báo', titleEn: 'Alerts', additionalProperties: false },
);
