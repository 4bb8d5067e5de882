import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Zone } from '../../../commune/schemas.ts';
import { useAddZone, useUpdateZone } from '../../api/commune.ts';
import { Dialog } from '../../components/dialog.tsx';
import { DialogForm } from '../../components/dialog-form.tsx';
import { useFieldError } from '../../components/failure.tsx';
import { NameField } from '../../components/fields/name-field.tsx';
import { useText } from '../../i18n/index.ts';

type Props = { onClose: () => void } & ({ zone: Zone; parent?: never } | { parent: Zone; zone?: never });

/** Names a zone: an existing one, or a new one within `parent`. */
export function ZoneDialog({ zone, parent, onClose }: Props) {
  const { t } = useText();
  const add = useAddZone();
  const update = useUpdateZone();
  const { error, isPending } = zone ? update : add;
  const fieldError = useFieldError(error);
  const [name, setName] = useState(zone?.name ?? '');
  const [code, setCode] = useState(zone?.code ?? '');

  const submit = () => {
    const fields = { name: name.trim(), code: code.trim() || null };
    if (zone) update.mutate({ id: zone.id, ...fields }, { onSuccess: onClose });
    else add.mutate({ parentId: parent.id, ...fields }, { onSuccess: onClose });
  };
  return (
    <Dialog
      opened
      onClose={onClose}
      title={zone ? zone.name : t('settings.addZoneIn', { name: parent.name })}
      changed={name !== (zone?.name ?? '') || code !== (zone?.code ?? '')}
    >
      <DialogForm
        onSubmit={submit}
        onCancel={onClose}
        verb={t('common.save')}
        busy={isPending}
        error={error}
        except={['name', 'code']}
      >
        <NameField
          label={t('settings.zoneName')}
          value={name}
          onChange={setName}
          error={fieldError('name')}
        />
        <TextInput
          label={t('settings.zoneCode')}
          description={t('common.optional')}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          maxLength={20}
          error={fieldError('code')}
        />
      </DialogForm>
    </Dialog>
  );
}
