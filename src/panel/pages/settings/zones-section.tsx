import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconDotsVertical, IconListDetails, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { Zone } from '../../../commune/schemas.ts';
import { useRemoveZone, useUpdateZone, useZones } from '../../api/commune.ts';
import { useSpeakers } from '../../api/speakers.ts';
import { Confirm, Dialog } from '../../components/dialog.tsx';
import { useErrorText } from '../../components/error-text.ts';
import { QueryView } from '../../components/query-view.tsx';
import { useToast } from '../../components/toast.ts';
import { ZoneImport } from '../../components/zones/zone-import.tsx';
import { type ZoneNode, zoneTree } from '../../components/zones/zone-tree.ts';
import { useText } from '../../i18n/index.ts';
import { ZoneDialog } from './zone-dialog.tsx';

type Open = { kind: 'add'; parent: Zone } | { kind: 'edit'; zone: Zone } | { kind: 'import' };

/** The zone tree: xã → thôn → cụm. */
export function ZonesSection() {
  const { t } = useText();
  const toast = useToast();
  const zones = useZones();
  const [open, setOpen] = useState<Open>();
  const [isTyped, setTyped] = useState(false);
  const close = () => {
    setOpen(undefined);
    setTyped(false);
  };
  return (
    <section className="card column">
      <div className="card-head">
        <h2>{t('settings.zones')}</h2>
        <Button
          variant="default"
          leftSection={<IconListDetails size={20} aria-hidden />}
          onClick={() => setOpen({ kind: 'import' })}
        >
          {t('settings.importZones')}
        </Button>
      </div>
      <p className="muted">{t('settings.zonesNote')}</p>
      <QueryView query={zones}>
        {(all) => {
          const root = zoneTree(all);
          return (
            root && (
              <ul className="rows">
                <ZoneRows
                  node={root}
                  depth={0}
                  siblings={[root]}
                  onAdd={(parent) => setOpen({ kind: 'add', parent })}
                  onEdit={(zone) => setOpen({ kind: 'edit', zone })}
                />
              </ul>
            )
          );
        }}
      </QueryView>
      {open?.kind === 'add' && <ZoneDialog parent={open.parent} onClose={close} />}
      {open?.kind === 'edit' && <ZoneDialog zone={open.zone} onClose={close} />}
      <Dialog
        opened={open?.kind === 'import'}
        onClose={close}
        title={t('settings.importZones')}
        size="lg"
        changed={isTyped}
      >
        <ZoneImport
          onTyped={setTyped}
          onImported={({ created, duplicates }) => {
            close();
            toast(t('settings.imported', { created: created.length, duplicates: duplicates.length }));
          }}
        />
      </Dialog>
    </section>
  );
}

interface RowsProps {
  node: ZoneNode;
  depth: number;
  siblings: ZoneNode[];
  onAdd: (parent: Zone) => void;
  onEdit: (zone: Zone) => void;
}

function ZoneRows({ node, depth, siblings, onAdd, onEdit }: RowsProps) {
  return (
    <>
      <ZoneRow node={node} depth={depth} siblings={siblings} onAdd={onAdd} onEdit={onEdit} />
      {node.children.map((child) => (
        <ZoneRows
          key={child.zone.id}
          node={child}
          depth={depth + 1}
          siblings={node.children}
          onAdd={onAdd}
          onEdit={onEdit}
        />
      ))}
    </>
  );
}

function ZoneRow({ node: { zone, children }, depth, siblings, onAdd, onEdit }: RowsProps) {
  const { t } = useText();
  const toast = useToast();
  const errorText = useErrorText();
  const update = useUpdateZone();
  const remove = useRemoveZone();
  const speakers = useSpeakers();
  const [isAsking, setAsking] = useState(false);
  const isRoot = zone.parentId === null;
  const place = siblings.findIndex((sibling) => sibling.zone.id === zone.id);
  const here = speakers.data?.filter(({ zoneId }) => zoneId === zone.id).length ?? 0;
  const move = (sort: number) =>
    update.mutate({ id: zone.id, sort }, { onError: (error) => toast(errorText(error), true) });
  return (
    <li className="zone-edit" data-depth={depth}>
      <span className="grow">
        <span className={isRoot ? 'strong' : undefined}>{zone.name}</span>{' '}
        {here > 0 && <span className="muted small">{t('common.speakers', { count: here })}</span>}
      </span>
      {depth < 2 && (
        <ActionIcon
          variant="subtle"
          size={44}
          aria-label={t('settings.addZoneIn', { name: zone.name })}
          onClick={() => onAdd(zone)}
        >
          <IconPlus size={20} />
        </ActionIcon>
      )}
      {!isRoot && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon
              variant="subtle"
              size={44}
              aria-label={t('settings.zoneActions', { name: zone.name })}
            >
              <IconDotsVertical size={20} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => onEdit(zone)}>{t('common.edit')}</Menu.Item>
            {place > 0 && <Menu.Item onClick={() => move(place - 1)}>{t('settings.moveUp')}</Menu.Item>}
            {place < siblings.length - 1 && (
              <Menu.Item onClick={() => move(place + 1)}>{t('settings.moveDown')}</Menu.Item>
            )}
            <Menu.Item onClick={() => setAsking(true)} disabled={children.length > 0}>
              {t(children.length > 0 ? 'settings.deleteBlocked' : 'common.delete')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      <Confirm
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={t('settings.deleteZone', { name: zone.name })}
        verb={t('common.delete')}
        onConfirm={() => remove.mutate(zone.id, { onSuccess: () => setAsking(false) })}
        busy={remove.isPending}
        error={remove.error}
      >
        {t('settings.deleteZoneText')}
      </Confirm>
    </li>
  );
}
