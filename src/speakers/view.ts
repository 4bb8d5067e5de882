import type { Device } from '../devices/index.ts';
import { sayDeviceReason } from './reasons.ts';
import { infoOf, type Speaker } from './registry.ts';
import type { SpeakerView } from './schemas.ts';

/** What the panel shows of one speaker. */
export function viewOf(speaker: Speaker, device: Device | undefined, pendingStops: number): SpeakerView {
  const { row, profile, test } = speaker;
  return {
    ...infoOf(speaker),
    place: device?.place ?? '',
    note: device?.note ?? '',
    lat: device?.lat ?? null,
    lon: device?.lon ?? null,
    settings: row.settings,
    plain: row.plain,
    confirmedAt: row.confirmedAt,
    tried: profile.tried,
    synchronised: profile.sync !== 'none',
    pendingStops,
    test: test && { ...test, said: test.reason === null ? null : sayDeviceReason(test.reason) },
    createdAt: row.createdAt,
  };
}
