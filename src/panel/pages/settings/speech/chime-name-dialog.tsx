import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useRenameChime } from '../../../api/chimes.ts';
import { Dialog } from '../../../components/dialog.tsx';
import { Failure, useFieldError } from '../../../components/failure.tsx';
import { useText } from '../../../i18n/index.ts';

const NAME_MAX = 200;

/** Gives a chime another name. */
export function ChimeNameDialog({ id, name, onClose }: { id: string; name: string; onClose: () => void }) {
  const { t } = useText();
  const rename = useRenameChime();
  const fieldError = useFieldError(rename.error);
  const [typed, setTyped] = useState(name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    rename.mutate({ id, name: typed.trim() }, { onSuccess: onClose });
  };
  return (
    <Dialog opened onClose={onClose} title={t('chimes.renameTitle')} changed={typed !== name}>
      <form onSubmit={submit} className="column">
        <TextInput
          label={t('chimes.name')}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          maxLength={NAME_MAX}
          error={fieldError('name')}
          required
          withAsterisk={false}
          data-autofocus
        />
        <Failure error={rename.error} except={['name']} />
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={rename.isPending} disabled={typed.trim() === ''}>
            {t('common.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
