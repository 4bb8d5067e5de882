import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useNewRecoveryCode } from '../../../api/system.ts';
import { CopyLine } from '../../../components/copy-line.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { Failure } from '../../../components/failure.tsx';
import { Notice } from '../../../components/notice.tsx';
import { useText } from '../../../i18n/index.ts';

/** A new recovery code, against the PIN; shown once. */
export function RecoveryCode({ exists }: { exists: boolean }) {
  const { t } = useText();
  const renew = useNewRecoveryCode();
  const [opened, setOpened] = useState(false);
  const [pin, setPin] = useState('');
  const close = () => {
    setOpened(false);
    setPin('');
    renew.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    renew.mutate(pin, { onError: () => setPin('') });
  };
  return (
    <>
      {!exists && <Notice tone="warn">{t('station.noRecoveryCode')}</Notice>}
      <div className="actions">
        <Button variant="default" onClick={() => setOpened(true)}>
          {t('station.newRecoveryCode')}
        </Button>
      </div>
      <Dialog
        opened={opened}
        onClose={close}
        title={t('station.newRecoveryCode')}
        closeBeside={false}
        ownButtonOnly={renew.data !== undefined}
      >
        {renew.data ? (
          <div className="column">
            <Notice tone="warn">{t('station.recoveryOnce')}</Notice>
            <CopyLine label={t('station.recoveryCode')} value={renew.data.code} />
            <div className="dialog-actions">
              <Button onClick={close}>{t('station.recoveryWritten')}</Button>
            </div>
          </div>
        ) : (
          <form onSubmit={submit} className="column">
            <p>{t('station.recoveryNote')}</p>
            <PasswordInput
              label={t('emergency.pin')}
              value={pin}
              onChange={(event) => setPin(event.currentTarget.value)}
              inputMode="numeric"
              autoComplete="off"
              visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
              data-autofocus
            />
            <Failure error={renew.error} />
            <div className="dialog-actions">
              <Button variant="default" onClick={close}>
                {t('common.cancel')}
              </Button>
              <Button type="submit" disabled={pin === ''} loading={renew.isPending}>
                {t('station.newRecoveryCode')}
              </Button>
            </div>
          </form>
        )}
      </Dialog>
    </>
  );
}
