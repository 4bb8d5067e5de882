import { NativeSelect } from '@mantine/core';
import { useZones } from '../../api/commune.ts';
import { type ZoneNode, zoneTree } from '../../components/zones/zone-tree.ts';
import { useText } from '../../i18n/index.ts';

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
  const options = (node: ZoneNode, depth: number): { value: string; label: string }[] => [
    { value: node.zone.id, label: `${'  '.repeat(depth)}${node.zone.name}` },
    ...node.children.flatMap((child) => options(child, depth + 1)),
  ];
  return (
    <NativeSelect
      label={t('speakers.zone')}
      description={t('speakers.zoneHelp')}
      value={value ?? root?.zone.id ?? ''}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
      data={root ? options(root, 0) : []}
    />
  );
}
