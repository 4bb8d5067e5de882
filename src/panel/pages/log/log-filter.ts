import type { PlayoutKind, PlayoutState } from '../../../broadcast/schemas.ts';
import { addDays, localDay, localInstant } from '../../../clock.ts';
import { stationNow } from '../../api/session.ts';
import { useAddressFilters } from '../../components/address-filters.ts';

export const STATES = [
  'planned',
  'preparing',
  'ready',
  'playing',
  'played',
  'partial',
  'failed',
  'missed',
  'interrupted',
  'unknown',
  'cancelled',
] as const satisfies PlayoutState[];
export const KINDS = ['scheduled', 'manual', 'emergency', 'drill'] as const satisfies PlayoutKind[];

/** The names of the filters in the address. */
type Name = 'day' | 'to' | 'state' | 'kind' | 'speaker';

/** What of the log is shown. */
export function useLogFilter() {
  const [search, set] = useAddressFilters();
  const day = search.get('day') ?? localDay(stationNow());
  const asked = search.get('to');
  const to = asked !== null && asked > day ? asked : null;
  const state = STATES.find((name) => name === search.get('state'));
  const kind = KINDS.find((name) => name === search.get('kind'));
  const speakerId = search.get('speaker') ?? '';
  return {
    day,
    /** The last day; null while one day is shown. */
    to,
    state,
    kind,
    speakerId,
    /** As the API asks for it. */
    query: {
      from: localInstant(day, '00:00') ?? 0,
      to: localInstant(addDays(to ?? day, 1), '00:00') ?? 0,
      ...(state ? { state } : {}),
      ...(kind ? { kind } : {}),
      ...(speakerId ? { speakerId } : {}),
    },
    set: (change: Partial<Record<Name, string | null>>) => set(change),
  };
}
export type LogFilter = ReturnType<typeof useLogFilter>;
