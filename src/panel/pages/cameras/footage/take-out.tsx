import { Button } from '@mantine/core';
import { IconFileExport, IconShieldLock } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { ExportView, TimelineView } from '../../../../cameras/recording/schemas.ts';
import { useAskExport, useProtect } from '../../../api/footage.ts';
import { useToast } from '../../../components/toast.ts';
import { secondsText } from '../../../format/time.ts';
import { useText } from '../../../i18n/index.ts';
import { ExportCard } from './export-card.tsx';
import { RangeDialog } from './range-dialog.tsx';
import type { Shown } from './timeline-view.ts';

interface Props {
  cameraId: string;
  cameraName: string;
  /** What is marked, or what lies around the picture that is shown. */
  range: Shown;
  /** Of the day. */
  gaps: TimelineView['gaps'];
  isChosen: boolean;
  onMark: (end: 'from' | 'to') => void;
  onClear: () => void;
  isExporting: boolean;
  setExporting: (isExporting: boolean) => void;
}

/** Marks a part of the day, keeps it or takes it out as a file: for those who may. */
export function TakeOut({
  cameraId,
  cameraName,
  range,
  gaps,
  isChosen,
  onMark,
  onClear,
  isExporting,
  setExporting,
}: Props) {
  const { t } = useText();
  const toast = useToast();
  const protect = useProtect(cameraId);
  const ask = useAskExport();
  const [isKeeping, setKeeping] = useState(false);
  const [asked, setAsked] = useState<ExportView[]>([]);
  const names = { from: secondsText(range.from), to: secondsText(range.to) };
  return (
    <section className="card column" aria-label={t('footage.takeOut')}>
      <div className="card-head">
        <h2>{t('footage.takeOut')}</h2>
        <Link href="/cameras/exports">{t('exports.title')}</Link>
      </div>
      <p className="muted small">{t('footage.markNote')}</p>
      <div className="row-wrap">
        <Button variant="default" onClick={() => onMark('from')}>
          {t('footage.markFrom')}
        </Button>
        <Button variant="default" onClick={() => onMark('to')}>
          {t('footage.markTo')}
        </Button>
        {isChosen && (
          <>
            <span className="strong numbers">{t('footage.marked', names)}</span>
            <Button variant="subtle" onClick={onClear}>
              {t('footage.unmark')}
            </Button>
          </>
        )}
      </div>
      <div className="actions">
        <Button leftSection={<IconFileExport size={20} aria-hidden />} onClick={() => setExporting(true)}>
          {t('footage.export')}
        </Button>
        <Button
          variant="default"
          leftSection={<IconShieldLock size={20} aria-hidden />}
          onClick={() => setKeeping(true)}
        >
          {t('footage.keep')}
        </Button>
      </div>
      {/* Each says itself how far it is: a word in the corner would lie over it. */}
      {asked.map((item) => (
        <ExportCard key={item.id} given={item} camera={cameraName} />
      ))}
      {isKeeping && (
        <RangeDialog
          title={t('footage.keepTitle')}
          note={t('footage.keepNote')}
          verb={t('footage.keep')}
          range={range}
          gaps={gaps}
          busy={protect.isPending}
          error={protect.error}
          onClose={() => {
            setKeeping(false);
            protect.reset();
          }}
          onSubmit={({ from, to }, reason) =>
            protect.mutate(
              { from, to, reason },
              {
                onSuccess: () => {
                  setKeeping(false);
                  onClear();
                  toast(t('footage.keptNow'));
                },
              },
            )
          }
        />
      )}
      {isExporting && (
        <RangeDialog
          title={t('footage.exportTitle')}
          note={t('footage.exportNote')}
          verb={t('footage.export')}
          range={range}
          gaps={gaps}
          busy={ask.isPending}
          error={ask.error}
          asksWho
          onClose={() => {
            setExporting(false);
            ask.reset();
          }}
          onSubmit={({ from, to }, reason) =>
            ask.mutate(
              { cameraId, from, to, reason },
              {
                onSuccess: (item) => {
                  setExporting(false);
                  setAsked((before) => [item, ...before]);
                },
              },
            )
          }
        />
      )}
    </section>
  );
}
