import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ProtectedView } from '../../../../cameras/recording/schemas.ts';
import { useUnprotect } from '../../../api/footage.ts';
import { useRight } from '../../../api/session.ts';
import { Confirm } from '../../../components/dialog.tsx';
import { useToast } from '../../../components/toast.ts';
import { secondsText } from '../../../format/time.ts';
import { useText } from '../../../i18n/index.ts';

/** Ranges of the day that are kept beyond their time, and why. */
export function KeptList({ cameraId, ranges }: { cameraId: string; ranges: readonly ProtectedView[] }) {
  const { t } = useText();
  if (ranges.length === 0) return null;
  return (
    <section className="column">
      <h2>{t('footage.kept')}</h2>
      <ul className="rows">
        {ranges.map((range) => (
          <KeptRow key={range.id} cameraId={cameraId} range={range} />
        ))}
      </ul>
    </section>
  );
}

function KeptRow({ cameraId, range }: { cameraId: string; range: ProtectedView }) {
  const { t } = useText();
  const toast = useToast();
  const mayRelease = useRight('camera.export');
  const release = useUnprotect(cameraId);
  const [asking, setAsking] = useState(false);
  const { from, to, reason, createdBy } = range;
  return (
    <li className="rows-item wrap-on-phone">
      <span className="grow column-tight">
        <span className="strong numbers">
          {secondsText(from)} – {secondsText(to)}
        </span>
        <span className="small">{t('footage.keptBy', { who: createdBy, reason })}</span>
      </span>
      {mayRelease && (
        <Button variant="default" onClick={() => setAsking(true)}>
          {t('footage.release')}
        </Button>
      )}
      {asking && (
        <Confirm
          opened
          onClose={() => setAsking(false)}
          title={t('footage.releaseTitle')}
          verb={t('footage.release')}
          busy={release.isPending}
          error={release.error}
          onConfirm={() =>
            release.mutate(range.id, {
              onSuccess: () => toast(t('footage.released')),
            })
          }
        >
          {t('footage.releaseText')}
        </Confirm>
      )}
    </li>
  );
}
