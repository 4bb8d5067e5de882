import { Button } from '@mantine/core';
import { useState } from 'react';
import type { CameraView } from '../../../../cameras/schemas.ts';
import { useCameraAccount } from '../../../api/cameras.ts';
import { Dialog } from '../../../components/dialog.tsx';
import { DialogForm } from '../../../components/dialog-form.tsx';
import { useFieldError } from '../../../components/failure.tsx';
import { useToast } from '../../../components/toast.ts';
import { useText } from '../../../i18n/index.ts';
import { AccountFields } from '../account-fields.tsx';

/** With which account the station signs in. Its password is never shown. */
export function CameraAccount({ camera }: { camera: CameraView }) {
  const { t } = useText();
  const [isOpen, setOpen] = useState(false);
  const { username } = camera;
  return (
    <section className="card column">
      <h2>{t('cameras.account.title')}</h2>
      <p>{username === null ? t('cameras.account.none') : t('cameras.account.signsIn', { username })}</p>
      <Button variant="default" className="fit" onClick={() => setOpen(true)}>
        {t(username === null ? 'cameras.account.enter' : 'cameras.account.change')}
      </Button>
      {isOpen && <AccountDialog camera={camera} onClose={() => setOpen(false)} />}
    </section>
  );
}

function AccountDialog({ camera, onClose }: { camera: CameraView; onClose: () => void }) {
  const { t } = useText();
  const toast = useToast();
  const save = useCameraAccount(camera.id);
  const fieldError = useFieldError(save.error);
  const [account, setAccount] = useState({ username: camera.username ?? '', password: '' });
  const submit = () => {
    save.mutate(account, {
      onSuccess: () => {
        onClose();
        toast(t('cameras.account.saved'));
      },
    });
  };
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('cameras.account.title')}
      closeBeside={false}
      changed={account.password !== ''}
    >
      <DialogForm
        onSubmit={submit}
        onCancel={onClose}
        verb={t('common.save')}
        busy={save.isPending}
        error={save.error}
        except={['username', 'password']}
        fillsNothing
      >
        <p className="muted">{t('cameras.account.note')}</p>
        <AccountFields
          value={account}
          set={(change) => setAccount({ ...account, ...change })}
          fieldError={fieldError}
          required
          isChange
        />
      </DialogForm>
    </Dialog>
  );
}
