import { Checkbox, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import type { Zone } from '../../../commune/schemas.ts';
import type { SpeakerInfo } from '../../../speakers/schemas.ts';
import { useCommune, useZones } from '../../api/commune.ts';
import { useSpeakers } from '../../api/speakers.ts';
import { searchable } from '../../format/number.ts';
import { useText } from '../../i18n/index.ts';
import { QueryView } from '../query-view.tsx';
import { ReachLine } from './reach-line.tsx';
import { reachOf, toggleZone, withBelow, type ZoneNode, zoneTree } from './zone-tree.ts';
import './zone-picker.css';

/** Fewer zones than this are seen at a glance. */
const SEARCH_FROM = 10;

interface Props {
  value: string[];
  onChange: (zoneIds: string[]) => void;
  error?: string | null;
}

/** Chooses where something sounds, and says how many speakers that is. */
export function ZonePicker(props: Props) {
  const zones = useZones();
  const speakers = useSpeakers();
  return (
    <QueryView query={zones} lines={3} lineHeight={44}>
      {(all) => <Picker {...props} zones={all} speakers={speakers.data} />}
    </QueryView>
  );
}

function Picker({
  value,
  onChange,
  error,
  zones,
  speakers,
}: Props & { zones: Zone[]; speakers: SpeakerInfo[] | undefined }) {
  const { t } = useText();
  const [search, setSearch] = useState('');
  const root = zoneTree(zones);
  // Before the commune has a name, its zone is called “the whole commune” already.
  const isNamed = Boolean(useCommune().data?.name);
  if (!root) return null;
  const wanted = searchable(search.trim());
  const inside = withBelow(zones, value);
  const toggle = (id: string) => onChange(toggleZone(zones, value, id));
  // Nothing is said of speakers before they are known.
  const count = (id: string) =>
    speakers && (
      <span className="muted small numbers">
        {t('common.speakers', { count: reachOf(zones, speakers, [id]).speakers.length })}
      </span>
    );

  const rows = (nodes: ZoneNode[], depth: number) =>
    nodes.flatMap((node): React.ReactNode[] => {
      const below = rows(node.children, depth + 1);
      if (wanted && below.length === 0 && !searchable(node.zone.name).includes(wanted)) return [];
      return [
        <div key={node.zone.id} className="zone-row" data-depth={depth}>
          <Checkbox
            checked={inside.has(node.zone.id)}
            onChange={() => toggle(node.zone.id)}
            label={node.zone.name}
          />
          {count(node.zone.id)}
        </div>,
        ...below,
      ];
    });
  const shown = rows(root.children, 0);

  return (
    <fieldset className="zone-picker">
      <legend>{t('zones.pick')}</legend>
      <div className="zone-box">
        <div className="zone-row zone-all">
          <Checkbox
            checked={inside.has(root.zone.id)}
            onChange={() => toggle(root.zone.id)}
            label={isNamed ? t('zones.all', { name: inLine(root.zone.name) }) : root.zone.name}
          />
          {count(root.zone.id)}
        </div>
        {zones.length > SEARCH_FROM && (
          <TextInput
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
            placeholder={t('zones.search')}
            aria-label={t('zones.search')}
            leftSection={<IconSearch size={18} />}
            className="zone-search"
          />
        )}
        <div className="zone-list">
          {shown}
          {wanted && shown.length === 0 && <p className="muted small">{t('zones.nothing')}</p>}
        </div>
      </div>
      {error && (
        <p className="field-error" role="alert">
          {error}
        </p>
      )}
      <ReachLine zones={zones} speakers={speakers} zoneIds={value} />
    </fieldset>
  );
}

/** As it stands in the middle of a line. */
function inLine(name: string): string {
  return name.charAt(0).toLocaleLowerCase('vi') + name.slice(1);
}
