import { Button, Progress } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ExportView } from '../../../../cameras/recording/schemas.ts';
import { localDay, localTime } from '../../../../clock.ts';
import { exportFile, useExport, useRemoveExport } from '../../../api/footage.ts';
import { CopyLine } from '../../../components/copy-line.tsx';
import { Confirm } from '../../../components/dialog.tsx';
import { StatusPill, type Tone } from '../../../components/status-pill.tsx';
import { useToast } from '../../../components/toast.ts';
import { When } from '../../../components/when.tsx';
import { bytesText } from '../../../format/number.ts';
import { dayText, durationText, secondsText } from '../../../format/time.ts';
import { useText } from '../../../i18n/index.ts';
import { MissingList } from './missing-list.tsx';

const TONES: Record<ExportView['state'], Tone> = {
  waiting: 'neutral',
  running: 'info',
  done: 'good',
  failed: 'bad',
};

/** The manifest in the file tells all of them. */
const GAPS_SHOWN = 10;

/** A part of a recording as a file: how far it is, the file itself, and how to check it. */
export function ExportCard({ given, camera }: { given: ExportView; camera: string }) {
  const { t, language } = useText();
  const client = useQueryClient();
  const { data: item } = useExport(given);
  const { from, to, state, reason, createdBy, createdAt, failure, missing, bytes, sha256, progress } = item;
  const isOver = item.endedAt !== null;
  const hasEnded = isOver && given.endedAt === null;
  // The lists that it stands in still have it as it was.
  useEffect(() => {
    if (hasEnded) void client.invalidateQueries({ queryKey: ['cameras', 'exports'] });
  }, [hasEnded, client]);
  return (
    <article className="card column" aria-label={`${camera}, ${secondsText(from)}`}>
      <div className="row-wrap export-head">
        <div className="grow column-tight">
          <h2>{camera}</h2>
          <p className="numbers">
            {dayText(localDay(from), language)}, {secondsText(from)} – {secondsText(to)} (
            {durationText(to - from, language)})
          </p>
          <p className="muted small">
            {t('exports.by', { who: createdBy })} · <When at={createdAt} />
          </p>
          <p className="small">{t('exports.reason', { reason })}</p>
        </div>
        <StatusPill tone={TONES[state]}>{t(`exports.states.${state}`)}</StatusPill>
      </div>
      {!isOver && (
        <div className="column-tight">
          <Progress value={100 * progress} size="lg" aria-hidden />
          <output className="small numbers">
            {state === 'waiting'
              ? t('exports.waits')
              : t('exports.percent', { percent: Math.floor(100 * progress) })}
          </output>
        </div>
      )}
      {failure && <p>{language === 'en' ? failure.textEn : failure.text}</p>}
      {missing && <MissingList gaps={missing.gaps} ms={missing.ms} most={GAPS_SHOWN} />}
      {state === 'done' && sha256 && <Check name={fileName(from)} sha256={sha256} />}
      <div className="actions">
        {state === 'done' && (
          <Button
            component="a"
            href={exportFile(item.id)}
            download={fileName(from)}
            leftSection={<IconDownload size={20} aria-hidden />}
          >
            {t('exports.download', { size: bytesText(bytes ?? 0, language) })}
          </Button>
        )}
        <Remove item={item} isOver={isOver} />
      </div>
    </article>
  );
}

/** As the station calls it. */
const fileName = (from: number) => `camera-${localDay(from)}-${localTime(from).replaceAll(':', '')}.tar`;

/** The fingerprint of the file, and how whoever gets it makes sure that it was not changed. */
function Check({ name, sha256 }: { name: string; sha256: string }) {
  const { t } = useText();
  return (
    <div className="column-tight">
      <CopyLine label={t('exports.sha')} value={sha256} />
      <details>
        <summary>{t('exports.check')}</summary>
        <div className="column-tight small">
          <p>{t('exports.checkText')}</p>
          <p className="sha">{`certutil -hashfile ${name} SHA256`}</p>
          <p className="sha">{`sha256sum ${name}`}</p>
          <p>{t('exports.inside')}</p>
        </div>
      </details>
    </div>
  );
}

function Remove({ item, isOver }: { item: ExportView; isOver: boolean }) {
  const { t } = useText();
  const toast = useToast();
  const remove = useRemoveExport();
  const [asking, setAsking] = useState(false);
  const verb = t(isOver ? 'exports.remove' : 'exports.cancel');
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {verb}
      </Button>
      {asking && (
        <Confirm
          opened
          onClose={() => setAsking(false)}
          title={t(isOver ? 'exports.removeTitle' : 'exports.cancelTitle')}
          verb={verb}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() =>
            remove.mutate(item.id, {
              onSuccess: () => toast(t(isOver ? 'exports.removed' : 'exports.cancelled')),
            })
          }
        >
          {t(isOver ? 'exports.removeText' : 'exports.cancelText')}
        </Confirm>
      )}
    </>
  );
}
