import { Button } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { SpeakerView } from '../../../speakers/schemas.ts';
import { useNewCredentials, useRemoveSpeaker, useUpdateSpeaker } from '../../api/speakers.ts';
import { Confirm, Dialog } from '../../components/dialog.tsx';
import { Failure } from '../../components/failure.tsx';
import { useToast } from '../../components/toast.ts';
import { useText } from '../../i18n/index.ts';
import { ConnectionCard } from './connection-card.tsx';

/** Off and on, a new password, deletion. */
export function SpeakerManaging({ speaker }: { speaker: SpeakerView }) {
  const { t } = useText();
  const toast = useToast();
  const [, navigate] = useLocation();
  const update = useUpdateSpeaker(speaker.id);
  const renew = useNewCredentials(speaker.id);
  const remove = useRemoveSpeaker();
  const [asking, setAsking] = useState<'renew' | 'delete'>();
  const close = () => setAsking(undefined);
  const { enabled } = speaker;
  return (
    <section className="card column">
      <h2>{t('speakers.managing')}</h2>
      <div className="column-tight">
        <p className="muted">{t(enabled ? 'speakers.disableNote' : 'speakers.enableNote')}</p>
        <Button
          variant="default"
          onClick={() => update.mutate({ enabled: !enabled })}
          loading={update.isPending}
        >
          {t(enabled ? 'speakers.disable' : 'speakers.enable')}
        </Button>
        <Failure error={update.error} />
      </div>
      {speaker.transport === 'mqtt' && (
        <Button variant="default" onClick={() => setAsking('renew')}>
          {t('speakers.renew')}
        </Button>
      )}
      <Button variant="subtle" color="rust" onClick={() => setAsking('delete')}>
        {t('speakers.delete')}
      </Button>

      <Confirm
        opened={asking === 'renew'}
        onClose={close}
        title={t('speakers.renewTitle')}
        verb={t('speakers.renew')}
        onConfirm={() => renew.mutate(undefined, { onSuccess: close })}
        busy={renew.isPending}
        error={renew.error}
      >
        {t('speakers.renewText')}
      </Confirm>
      <Dialog
        opened={renew.data !== undefined}
        onClose={renew.reset}
        title={t('speakers.renewed')}
        size="lg"
        ownButtonOnly
      >
        {renew.data && <ConnectionCard connection={renew.data} />}
        <div className="dialog-actions">
          <Button onClick={renew.reset}>{t('common.done')}</Button>
        </div>
      </Dialog>
      <Confirm
        opened={asking === 'delete'}
        onClose={close}
        title={t('speakers.deleteTitle', { name: speaker.name })}
        verb={t('speakers.delete')}
        onConfirm={() =>
          remove.mutate(speaker.id, {
            onSuccess: () => {
              toast(t('speakers.deleted', { name: speaker.name }));
              navigate('/speakers');
            },
          })
        }
        busy={remove.isPending}
        error={remove.error}
      >
        {t('speakers.deleteText')}
      </Confirm>
    </section>
  );
}
