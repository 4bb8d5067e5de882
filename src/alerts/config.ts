import { Type } from 'typebox';

export const AlertSettings = Type.Object(
  {
    keepDays: Type.Integer({
      title: 'Giữ cảnh báo đã hết trong (ngày)',
      titleEn: 'Keep alerts that are over for (days)',
      description: 'Sau thời gian này, cảnh báo đã hết bị xóa khỏi danh sách.',
      descriptionEn: 'After that they are deleted from the list.',
      minimum: 30,
      maximum: 3650,
      default: 365,
    }),
  },
  { title: 'Cảnh báo', titleEn: 'Alerts', additionalProperties: false },
);
