import { NativeSelect } from '@mantine/core';
import { useZones } from '../../api/commune.ts';
import { useText } from '../../i18n/index.ts';
import { zonesInOrder, zoneTree } from './zone-tree.ts';

/** Browsers take away ordinary spaces at the front of an option. */
export const INDENT = '\u2003';

interface Props {
  value: string | null;
  onChange: (zoneId: string | null) => void;
  /** What the zone is good for. */
  help: string;
  error?: string | null;
}

/** The one zone where a device stands: the whole commune until somebody says more. */
export function ZoneSelect({ value, onChange, help, error }: Props) {
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
      description={help}
      value={value ?? root?.zone.id ?? ''}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
      data={options}
    />
  );
}
