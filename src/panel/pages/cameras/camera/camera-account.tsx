import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import type { CameraView } from '../../../../cameras/schemas.ts';
import { useCameraAccount, useCameras } from '../../../api/cameras.ts';
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
  const channels = useCameras().data?.filter(({ unitKey }) => unitKey === camera.unitKey).length ?? 1;
  const [account, setAccount] = useState({ username: camera.username ?? '', password: '' });
  // A recorder has one account: that a channel keeps another is the exception.
  const [isWhole, setWhole] = useState(true);
  const wholeUnit = isWhole && channels > 1;
  const submit = () => {
    save.mutate(
      { ...account, wholeUnit },
      {
        onSuccess: () => {
          onClose();
          toast(t(wholeUnit ? 'cameras.account.savedUnit' : 'cameras.account.saved'));
        },
      },
    );
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
        {channels > 1 && (
          <Checkbox
            checked={isWhole}
            onChange={(event) => setWhole(event.currentTarget.checked)}
            label={t('cameras.account.wholeUnit', { count: channels })}
          />
        )}
      </DialogForm>
    </Dialog>
  );
}
