import { useState } from 'react';
import { useRenameChime } from '../../../api/chimes.ts';
import { Dialog } from '../../../components/dialog.tsx';
import { DialogForm } from '../../../components/dialog-form.tsx';
import { useFieldError } from '../../../components/failure.tsx';
import { NameField } from '../../../components/fields/name-field.tsx';
import { useText } from '../../../i18n/index.ts';

const NAME_MAX = 200;

/** Gives a chime another name. */
export function ChimeNameDialog({ id, name, onClose }: { id: string; name: string; onClose: () => void }) {
  const { t } = useText();
  const rename = useRenameChime();
  const fieldError = useFieldError(rename.error);
  const [typed, setTyped] = useState(name);
  const submit = () => {
    rename.mutate({ id, name: typed.trim() }, { onSuccess: onClose });
  };
  return (
    <Dialog opened onClose={onClose} title={t('chimes.renameTitle')} changed={typed !== name}>
      <DialogForm
        onSubmit={submit}
        onCancel={onClose}
        verb={t('common.save')}
        busy={rename.isPending}
        disabled={typed.trim() === ''}
        error={rename.error}
        except={['name']}
      >
        <NameField
          label={t('chimes.name')}
          value={typed}
          onChange={setTyped}
          most={NAME_MAX}
          error={fieldError('name')}
        />
      </DialogForm>
    </Dialog>
  );
}
