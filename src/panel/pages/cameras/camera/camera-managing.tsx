import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { CameraView } from '../../../../cameras/schemas.ts';
import { useRemoveCamera, useUpdateCamera } from '../../../api/cameras.ts';
import { Confirm } from '../../../components/dialog.tsx';
import { Failure } from '../../../components/failure.tsx';
import { useToast } from '../../../components/toast.ts';
import { useText } from '../../../i18n/index.ts';

/** Watched or not, and removal. */
export function CameraManaging({ camera }: { camera: CameraView }) {
  const { t } = useText();
  const toast = useToast();
  const [, navigate] = useLocation();
  const update = useUpdateCamera(camera.id);
  const [withRecordings, setWithRecordings] = useState(false);
  const remove = useRemoveCamera(withRecordings ? 'delete' : 'keep');
  const [asking, setAsking] = useState(false);
  const { enabled, name } = camera;
  return (
    <section className="card column">
      <h2>{t('speakers.managing')}</h2>
      <div className="column">
        <p className="muted">{t(enabled ? 'cameras.disableNote' : 'cameras.enableNote')}</p>
        <Button
          variant="default"
          onClick={() => update.mutate({ enabled: !enabled })}
          loading={update.isPending}
        >
          {t(enabled ? 'cameras.disable' : 'cameras.enable')}
        </Button>
        <Failure error={update.error} />
      </div>
      <Button variant="subtle" color="rust" onClick={() => setAsking(true)}>
        {t('cameras.delete')}
      </Button>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('cameras.deleteTitle', { name })}
        verb={t('cameras.delete')}
        onConfirm={() =>
          remove.mutate(camera.id, {
            onSuccess: () => {
              toast(t('cameras.deleted', { name }));
              navigate('/cameras');
            },
          })
        }
        busy={remove.isPending}
        error={remove.error}
      >
        <div className="column">
          <p>{t('cameras.deleteText')}</p>
          <Checkbox
            checked={withRecordings}
            onChange={(event) => setWithRecordings(event.currentTarget.checked)}
            label={t('cameras.deleteRecordings')}
          />
        </div>
      </Confirm>
    </section>
  );
}
