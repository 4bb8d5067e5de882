import { NativeSelect } from '@mantine/core';
import { useZones } from '../../api/commune.ts';
import { zonesInOrder, zoneTree } from '../../components/zones/zone-tree.ts';
import { useText } from '../../i18n/index.ts';

/** Browsers take away ordinary spaces at the front of an option. */
export const INDENT = '\u2003';

interface Props {
  value: string | null;
  onChange: (zoneId: string | null) => void;
  error?: string | null;
}

/** The one zone where a speaker stands: the whole commune until somebody says more. */
export function ZoneSelect({ value, onChange, error }: Props) {
  const { t } = useText();
  const zones = useZones();
  const root = zoneTree(zones.data ?? []);
  const options = root
    ? [{ zone: root.zone, depth: -1 }, ...zonesInOrder(zones.data ?? [])].map(({ zone, depth }) => ({
        value: zone.id,
        label: `${INDENT.repeat(depth + 1)}${zone.name}`,
      }))
    : [];
  return (
    <NativeSelect
      label={t('speakers.zone')}
      description={t('speakers.zoneHelp')}
      value={value ?? root?.zone.id ?? ''}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
      data={options}
    />
  );
}
