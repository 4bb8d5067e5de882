import { Button, NativeSelect } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Bulletin } from '../../../broadcast/schemas.ts';
import { usePlayBulletin } from '../../api/bulletins.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Failure, useFieldError } from '../../components/failure.tsx';
import { ZonePicker } from '../../components/zones/zone-picker.tsx';
import { useText } from '../../i18n/index.ts';

const REPEATS = [1, 2, 3, 4, 5];

/** *Phát ngay*: an approved bulletin, in chosen zones, at once; then the page of this playout. */
export function PlayDialog({ bulletin, onClose }: { bulletin: Bulletin; onClose: () => void }) {
  const { t } = useText();
  const [, navigate] = useLocation();
  const play = usePlayBulletin(bulletin.id);
  const fieldError = useFieldError(play.error);
  const [zoneIds, setZoneIds] = useState<string[]>([]);
  const [repeats, setRepeats] = useState(1);
  const start = () =>
    play.mutate({ zoneIds, repeats }, { onSuccess: (playout) => navigate(`/log/${playout.id}`) });
  return (
    <Dialog opened onClose={onClose} title={t('bulletins.playTitle', { title: bulletin.title })} size="lg">
      <div className="column">
        <ZonePicker value={zoneIds} onChange={setZoneIds} error={fieldError('zoneIds')} />
        <NativeSelect
          label={t('emergency.repeats')}
          value={String(repeats)}
          onChange={(event) => setRepeats(Number(event.currentTarget.value))}
          data={REPEATS.map((count) => ({ value: String(count), label: t('emergency.times', { count }) }))}
        />
        <Failure error={play.error} except={['zoneIds']} />
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            leftSection={<IconPlayerPlay size={20} aria-hidden />}
            onClick={start}
            loading={play.isPending}
            disabled={zoneIds.length === 0}
          >
            {t('bulletins.playNow')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
