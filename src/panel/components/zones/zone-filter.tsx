import { NativeSelect } from '@mantine/core';
import type { Zone } from '../../../commune/schemas.ts';
import { useText } from '../../i18n/index.ts';
import { INDENT } from './zone-select.tsx';
import { zonesInOrder } from './zone-tree.ts';

interface Props {
  zones: Zone[];
  /** Empty: all of them. */
  value: string;
  onChange: (zoneId: string) => void;
}

/** Only what stands in this zone or below. */
export function ZoneFilter({ zones, value, onChange }: Props) {
  const { t } = useText();
  return (
    <NativeSelect
      aria-label={t('speakers.zone')}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[
        { value: '', label: t('speakers.anyZone') },
        ...zonesInOrder(zones).map(({ zone, depth }) => ({
          value: zone.id,
          label: `${INDENT.repeat(depth)}${zone.name}`,
        })),
      ]}
    />
  );
}
