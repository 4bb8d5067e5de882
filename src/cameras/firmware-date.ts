/** More than this is old: makers stop mending a model four to five years after its last new firmware. */
const OLD_MS = 4 * 365.25 * 86_400_000;

const DATES: readonly RegExp[] = [
  // Hikvision, Ezviz: `V5.5.800 build 210628`
  /\bbuild\s*(?<y>\d{2})(?<m>\d{2})(?<d>\d{2})\b/i,
  // Dahua, KBVision, Imou: `2.800.0000000.25.R, build:2022-04-18`
  /\bbuild(?:\s*date)?\s*[:,]?\s*(?<y>20\d{2})-(?<m>\d{2})-(?<d>\d{2})\b/i,
  // TP-Link: `1.3.2 Build 20230510 Rel.48231n`
  /\bbuild\s*(?<y>20\d{2})(?<m>\d{2})(?<d>\d{2})\b/i,
];

/** The day in a firmware's name, UTC ms; null where makers write none (Axis, Vivotek, Uniview …). */
export function firmwareDate(firmware: string): number | null {
  for (const pattern of DATES) {
    const { y, m, d } = pattern.exec(firmware)?.groups ?? {};
    if (y === undefined) continue;
    const iso = `${y.length === 2 ? `20${y}` : y}-${m}-${d}`;
    const at = Date.parse(`${iso}T00:00:00Z`);
    if (!Number.isNaN(at) && new Date(at).toISOString().startsWith(iso)) return at;
  }
  return null;
}

export function isOldFirmware(firmware: string, now: number): boolean {
  const date = firmwareDate(firmware);
  return date !== null && now - date > OLD_MS;
}
