import { Button } from '@mantine/core';
import { IconCheck, IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import type { EmergencyTemplate } from '../../../broadcast/schemas.ts';
import { useDeleteTemplate, useReleaseTemplate } from '../../api/emergency.ts';
import { useRight } from '../../api/session.ts';
import { Confirm } from '../../components/dialog.tsx';
import { Failure } from '../../components/failure.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import { lengthText } from '../../format/time.ts';
import { useText } from '../../i18n/index.ts';

export function TemplateCard({ template, onEdit }: { template: EmergencyTemplate; onEdit: () => void }) {
  const { t } = useText();
  const mayWrite = useRight('emergency.template');
  const mayRelease = useRight('emergency.play');
  const release = useReleaseTemplate();
  const remove = useDeleteTemplate();
  const [isAsking, setAsking] = useState(false);
  const isReleased = template.state === 'released';
  const { released } = template;
  return (
    <section className="card">
      <div className="card-head">
        <h2>{template.title}</h2>
        <StatusPill tone={isReleased ? 'good' : 'neutral'}>
          {t(isReleased ? 'templates.released' : 'templates.draft')}
        </StatusPill>
      </div>
      <div className="column">
        <p className="written">{template.text}</p>
        <p className="muted small">
          {template.authorName}
          {` · ${t('emergency.times', { count: template.repeats })}`}
          {isReleased && <InForce template={template} />}
        </p>
        {released && !isReleased && (
          <details>
            <summary>{t('templates.stillInForce')}</summary>
            <p className="written">{released.text}</p>
            <p className="muted small">
              {t('emergency.times', { count: released.repeats })}
              <InForce template={template} />
            </p>
          </details>
        )}
        <Failure error={release.error} />
        <div className="actions">
          {mayRelease && !isReleased && (
            <Button
              leftSection={<IconCheck size={20} aria-hidden />}
              onClick={() => release.mutate(template)}
              loading={release.isPending}
            >
              {t('templates.release')}
            </Button>
          )}
          {mayWrite && (
            <Button variant="default" leftSection={<IconPencil size={20} aria-hidden />} onClick={onEdit}>
              {t('common.edit')}
            </Button>
          )}
          {mayRelease && (
            <Button variant="subtle" color="rust" onClick={() => setAsking(true)}>
              {t('common.delete')}
            </Button>
          )}
        </div>
      </div>
      <Confirm
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={t('templates.deleteTitle', { title: template.title })}
        verb={t('common.delete')}
        onConfirm={() => remove.mutate(template.id, { onSuccess: () => setAsking(false) })}
        busy={remove.isPending}
        error={remove.error}
      >
        {t('templates.deleteText')}
      </Confirm>
    </section>
  );
}

/** Who released what would be played now, how long it is and whether its audio is there. */
function InForce({ template: { released, warm, durationMs } }: { template: EmergencyTemplate }) {
  const { t } = useText();
  if (!released) return null;
  return (
    <>
      {` · ${t('templates.releasedBy', { name: released.releasedByName })}`}
      {durationMs !== null && ` · ${lengthText(durationMs)}`}
      {` · ${t(warm ? 'templates.warm' : 'templates.notWarm')}`}
    </>
  );
}
