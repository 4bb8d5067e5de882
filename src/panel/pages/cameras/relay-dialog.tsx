import { NativeSelect, NumberInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useCameras } from '../../api/cameras.ts';
import { useRelayTargets, useStartRelay } from '../../api/footage.ts';
import { Dialog } from '../../components/dialog.tsx';
import { DialogForm } from '../../components/dialog-form.tsx';
import { useFieldError } from '../../components/failure.tsx';
import { useToast } from '../../components/toast.ts';
import { useText } from '../../i18n/index.ts';

const MINUTES_MAX = 240;
const FIELDS = ['cameraId', 'targetId', 'minutes', 'reason', 'stream'];

/** Starts a relay: which camera, to whom, how long and why. */
export function RelayDialog({ onClose, cameraId: given = '' }: { onClose: () => void; cameraId?: string }) {
  const { t } = useText();
  const toast = useToast();
  const cameras = useCameras();
  const targets = useRelayTargets(true);
  const start = useStartRelay();
  const fieldError = useFieldError(start.error);
  const [cameraId, setCameraId] = useState(given);
  const [targetId, setTargetId] = useState('');
  const [stream, setStream] = useState<'main' | 'sub'>('main');
  const [minutes, setMinutes] = useState(30);
  const [reason, setReason] = useState('');

  const submit = () => {
    start.mutate(
      { cameraId, targetId, stream, minutes, reason },
      {
        onSuccess: () => {
          onClose();
          toast(t('relays.started'));
        },
      },
    );
  };
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('relays.start')}
      closeBeside={false}
      changed={reason !== '' || targetId !== ''}
    >
      <DialogForm
        onSubmit={submit}
        onCancel={onClose}
        verb={t('relays.begin')}
        busy={start.isPending}
        error={start.error}
        except={FIELDS}
      >
        <NativeSelect
          label={t('relays.camera')}
          value={cameraId}
          onChange={(event) => setCameraId(event.currentTarget.value)}
          error={fieldError('cameraId')}
          data={[
            { value: '', label: t('relays.chooseCamera'), disabled: true },
            ...(cameras.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
          required
          withAsterisk={false}
        />
        <NativeSelect
          label={t('relays.target')}
          value={targetId}
          onChange={(event) => setTargetId(event.currentTarget.value)}
          error={fieldError('targetId')}
          data={[
            { value: '', label: t('relays.chooseTarget'), disabled: true },
            ...(targets.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
          required
          withAsterisk={false}
        />
        <div className="halves">
          <NativeSelect
            label={t('relays.quality')}
            value={stream}
            onChange={(event) => setStream(event.currentTarget.value as 'main' | 'sub')}
            error={fieldError('stream')}
            data={[
              { value: 'main', label: t('relays.main') },
              { value: 'sub', label: t('relays.sub') },
            ]}
          />
          <NumberInput
            label={t('relays.minutes')}
            description={t('relays.minutesNote')}
            value={minutes}
            onChange={(value) => setMinutes(Number(value))}
            min={1}
            max={MINUTES_MAX}
            allowDecimal={false}
            error={fieldError('minutes')}
            required
            withAsterisk={false}
          />
        </div>
        <Textarea
          label={t('relays.reason')}
          description={t('relays.reasonNote')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          minLength={10}
          maxLength={500}
          error={fieldError('reason')}
          autosize
          minRows={2}
          required
          withAsterisk={false}
        />
      </DialogForm>
    </Dialog>
  );
}
