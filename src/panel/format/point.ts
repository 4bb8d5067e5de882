export interface Point {
  lat: number;
  lon: number;
}

/** `20.54321, 106.12345`: as it is pasted into any map; empty where there is no point. */
export function pointText(lat: number | null, lon: number | null): string {
  return lat === null || lon === null ? '' : `${lat}, ${lon}`;
}

/**
 * The point in degrees that a map program copies (`20.54321, 106.12345`), or that somebody writes with decimal commas
 * (`20,54321; 106,12345`); undefined where there is none.
 */
export function parsePoint(text: string): Point | undefined {
  const match =
    /^\s*\(?(-?\d{1,3}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)\)?\s*$/.exec(text) ??
    /^\s*(-?\d{1,3}(?:,\d+)?)\s*[;\s]\s*(-?\d{1,3}(?:,\d+)?)\s*$/.exec(text);
  if (!match) return undefined;
  const [lat = Number.NaN, lon = Number.NaN] = match.slice(1).map((part) => Number(part.replace(',', '.')));
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : undefined;
}
