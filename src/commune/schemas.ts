import { type Static, Type } from 'typebox';
import { PointFields } from '../coordinates.ts';

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);

const COMMUNE_KINDS = ['xa', 'phuong', 'dac-khu'] as const;

const profileFields = {
  kind: Type.Enum(COMMUNE_KINDS, { description: 'xã, phường or đặc khu' }),
  name: Type.String({ maxLength: 80, description: 'The proper name alone: “Tân Lập”' }),
  code: Type.String({ maxLength: 20, description: 'Five digits (QĐ 19/2025/QĐ-TTg), or empty' }),
  provinceCode: Type.String({ maxLength: 10, description: 'Two digits, or empty; GET /api/provinces' }),
  address: Type.String({ maxLength: 200 }),
  phone: Type.String({ maxLength: 40 }),
  leader: Type.String({ maxLength: 80, description: 'Who leads the commune, as signed under a bulletin' }),
  ...PointFields,
};

/** What the panel saves: the whole profile. */
export const ProfileInput = Type.Object({
  ...profileFields,
  version: Type.Optional(
    Type.Integer({ description: 'As read; when given, a change by somebody else is refused' }),
  ),
});
export type ProfileInput = Static<typeof ProfileInput>;

export const Profile = Type.Object({
  ...profileFields,
  title: Type.String({ description: 'Kind and name: “Xã Tân Lập”; also the name of the root zone' }),
  province: Type.String({ description: '“tỉnh Lào Cai”, “thành phố Huế”, or empty' }),
  version: Type.Integer(),
  updatedAt: Nullable(Type.Integer({ description: 'UTC ms; null before the first save' })),
});
export type Profile = Static<typeof Profile>;

export const Province = Type.Object({
  code: Type.String(),
  kind: Type.Enum(['tinh', 'thanh-pho']),
  name: Type.String(),
});
export type Province = Static<typeof Province>;

export const Zone = Type.Object({
  id: Type.String(),
  parentId: Nullable(Type.String()),
  kind: Type.Enum(['xa', 'thon', 'cum'], {
    description: 'The level: the commune, a thôn or tổ dân phố, a part of one',
  }),
  name: Type.String(),
  code: Nullable(Type.String()),
  sort: Type.Integer({ description: 'Its place among its siblings, from 0' }),
});
export type Zone = Static<typeof Zone>;

const zoneName = Type.String({ minLength: 1, maxLength: 100 });
const zoneCode = Nullable(Type.String({ maxLength: 20 }));
const zoneSort = Type.Integer({ minimum: 0, maximum: 100_000 });

export const ZoneInput = Type.Object({
  name: zoneName,
  parentId: Type.Optional(Type.String({ description: 'The commune itself when left out' })),
  code: Type.Optional(zoneCode),
  sort: Type.Optional(zoneSort),
});
export type ZoneInput = Static<typeof ZoneInput>;

export const ZonePatch = Type.Partial(
  Type.Object({ name: zoneName, code: zoneCode, parentId: Type.String(), sort: zoneSort }),
);
export type ZonePatch = Static<typeof ZonePatch>;

export const ZoneImport = Type.Object({
  names: Type.Array(Type.String({ maxLength: 20_000 }), {
    minItems: 1,
    maxItems: 200,
    description: 'One name an item; a pasted list with one name a line is split',
  }),
  parentId: Type.Optional(Type.String()),
});
export type ZoneImport = Static<typeof ZoneImport>;

export const ZoneImportResult = Type.Object({
  created: Type.Array(Zone),
  duplicates: Type.Array(Type.String(), { description: 'Left out: there already, or twice in the list' }),
});
export type ZoneImportResult = Static<typeof ZoneImportResult>;

const LunarDay = Type.Object({
  day: Type.Integer(),
  month: Type.Integer(),
  year: Type.Integer(),
  leap: Type.Boolean(),
  text: Type.String({ description: '“rằm tháng Bảy năm Bính Ngọ”' }),
});

export const CalendarDay = Type.Object({
  day: Type.String({ description: 'YYYY-MM-DD' }),
  weekday: Type.Integer({ description: 'ISO: 1 Monday … 7 Sunday' }),
  lunar: LunarDay,
  holiday: Nullable(Type.String({ description: 'Name of the holiday' })),
});
export type CalendarDay = Static<typeof CalendarDay>;
export const CalendarDays = Type.Object({ items: Type.Array(CalendarDay) });
