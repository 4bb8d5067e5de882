import { useZones } from '../../api/commune.ts';
import { useFieldName } from '../../components/error-text.ts';
import { zoneNames } from '../../components/zones/zone-tree.ts';
import { instantText } from '../../format/time.ts';
import { useText } from '../../i18n/index.ts';

const INSTANTS = ['at', 'plannedAt', 'startedAt', 'until'];
const ZONES = ['zoneId', 'zoneIds', 'parentId'];

/** One detail of an entry for people; what the panel has no words for stays as it was written. */
export function useFactText(): (name: string, value: unknown) => [name: string, value: string] {
  const { t, language } = useText();
  const fieldName = useFieldName();
  const zones = useZones();
  const say = (name: string, value: unknown): string => {
    if (value === null || value === undefined || value === '') return '–';
    if (typeof value === 'boolean') return t(value ? 'audit.yes' : 'audit.no');
    if (typeof value === 'number')
      return INSTANTS.includes(name) ? instantText(value, language) : String(value);
    if (ZONES.includes(name) && zones.data) {
      const ids = [value].flat().map(String);
      return zoneNames(zones.data, ids).join(', ') || ids.join(', ');
    }
    if (Array.isArray(value)) return value.map((one) => say('', one)).join(', ') || '–';
    if (typeof value !== 'object') return String(value);
    if ('from' in value && 'to' in value)
      return t('audit.change', { from: say(name, value.from), to: say(name, value.to) });
    return Object.entries(value)
      .map(([part, inner]) => `${fieldName(part) ?? part}: ${say(part, inner)}`)
      .join('; ');
  };
  return (name, value) => [fieldName(name) ?? name, say(name, value)];
}
