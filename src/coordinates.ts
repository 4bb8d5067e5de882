import { type Static, Type } from 'typebox';
import { invalid } from './errors.ts';

/** A point on the map, WGS 84 degrees: both set or both null. */
export const PointFields = {
  lat: Type.Union([Type.Number({ minimum: -90, maximum: 90 }), Type.Null()], {
    description: 'Latitude in degrees, WGS 84',
  }),
  lon: Type.Union([Type.Number({ minimum: -180, maximum: 180 }), Type.Null()], {
    description: 'Longitude in degrees, WGS 84',
  }),
};
const Point = Type.Object(PointFields);
export type Point = Static<typeof Point>;

/** Việt Nam with its seas and islands, roughly. */
const BOUNDS = { lat: [6, 24], lon: [101, 118] } as const;

/** Throws `input.invalid` for a half-set point and for one outside Việt Nam. */
export function checkPoint({ lat, lon }: Point): void {
  if (lat === null && lon === null) return;
  if (lat === null)
    throw invalid('lat', 'thiếu vĩ độ, trong khi đã có kinh độ', 'there is a longitude but no latitude');
  if (lon === null)
    throw invalid('lon', 'thiếu kinh độ, trong khi đã có vĩ độ', 'there is a latitude but no longitude');
  if (within(lat, BOUNDS.lat) && within(lon, BOUNDS.lon)) return;
  if (within(lon, BOUNDS.lat) && within(lat, BOUNDS.lon)) {
    throw invalid(
      'lat',
      'có lẽ vĩ độ và kinh độ bị ghi đổi chỗ cho nhau',
      'latitude and longitude seem to have changed places',
    );
  }
  throw invalid('lat', 'vị trí này nằm ngoài Việt Nam', 'this place is outside Vietnam');
}

function within(value: number, [low, high]: readonly [number, number]): boolean {
  return value >= low && value <= high;
}
