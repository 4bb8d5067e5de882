import { type Static, Type } from 'typebox';

const Holiday = Type.Object(
  {
    name: Type.String({ title: 'Tên ngày', description: 'Name', minLength: 1, maxLength: 80, default: '' }),
    calendar: Type.Enum(['solar', 'lunar'], {
      title: 'Dương lịch (solar) hay âm lịch (lunar)',
      description: 'Calendar',
      default: 'solar',
    }),
    day: Type.Integer({
      title: 'Ngày (30 âm lịch: ngày cuối tháng)',
      description: 'Day; the 30th of a lunar month is its last day',
      minimum: 1,
      maximum: 31,
      default: 1,
    }),
    month: Type.Integer({ title: 'Tháng', description: 'Month', minimum: 1, maximum: 12, default: 1 }),
    year: Type.Integer({
      title: 'Năm (0: năm nào cũng vậy)',
      description: 'Year, 0 for every year',
      anyOf: [{ const: 0 }, { minimum: 1968, maximum: 2199 }],
      default: 0,
    }),
    days: Type.Integer({
      title: 'Kéo dài mấy ngày',
      description: 'How many days',
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
      title: 'Ngày nghỉ, ngày lễ riêng (lễ hội của xã, ngày nghỉ Thủ tướng quyết định từng năm)',
      description: 'Holidays beside the statutory ones: the commune’s own, and those decided year by year',
      maxItems: 100,
      default: [],
    }),
  },
  { title: 'Lịch và ngày lễ', additionalProperties: false },
);
