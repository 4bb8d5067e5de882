import { type Static, Type } from 'typebox';

const Holiday = Type.Object(
  {
    name: Type.String({ title: 'Tên ngày', titleEn: 'Name', minLength: 1, maxLength: 80, default: '' }),
    calendar: Type.Enum(['solar', 'lunar'], {
      title: 'Theo lịch',
      titleEn: 'Calendar',
      default: 'solar',
    }),
    day: Type.Integer({
      title: 'Ngày',
      titleEn: 'Day',
      description: 'Ngày 30 âm lịch là ngày cuối tháng, kể cả tháng thiếu.',
      descriptionEn: 'The 30th of a lunar month is its last day, in a month of 29 days too.',
      minimum: 1,
      maximum: 31,
      default: 1,
    }),
    month: Type.Integer({ title: 'Tháng', titleEn: 'Month', minimum: 1, maximum: 12, default: 1 }),
    year: Type.Integer({
      title: 'Năm',
      titleEn: 'Year',
      description: 'Ghi 0 nếu năm nào cũng nghỉ.',
      descriptionEn: '0 for every year.',
      anyOf: [{ const: 0 }, { minimum: 1968, maximum: 2199 }],
      default: 0,
    }),
    days: Type.Integer({
      title: 'Kéo dài mấy ngày',
      titleEn: 'How many days it lasts',
      minimum: 1,
      maximum: 30,
      default: 1,
    }),
  },
  { additionalProperties: false },
);

/** A yearly or single holiday, by either calendar. */
export type Holiday = Static<typeof Holiday>;

export const CalendarSettings = Type.Object(
  {
    holidays: Type.Array(Holiday, {
      title: 'Ngày nghỉ, ngày lễ riêng',
      titleEn: 'Holidays beside the statutory ones',
      description: 'Lễ hội của xã và những ngày nghỉ do Thủ tướng quyết định từng năm.',
      descriptionEn: 'Festivals of the commune, and days off that are decided year by year.',
      maxItems: 100,
      default: [],
    }),
  },
  { title: 'Lịch và ngày lễ', titleEn: 'Calendar and holidays', additionalProperties: false },
);
