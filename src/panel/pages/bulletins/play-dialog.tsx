import { Button, NativeSelect, SegmentedControl } from '@mantine/core';
import { IconClock, IconPlayerPlay } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useLocation } from 'wouter';
import type { Bulletin } from '../../../broadcast/schemas.ts';
import { localDay, localInstant } from '../../../clock.ts';
import { usePlayBulletin } from '../../api/bulletins.ts';
import { stationNow } from '../../api/session.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Failure, useFieldError } from '../../components/failure.tsx';
import { DayField } from '../../components/fields/day-field.tsx';
import { TimeField } from '../../components/fields/time-field.tsx';
import { ZonePicker } from '../../components/zones/zone-picker.tsx';
import { useText } from '../../i18n/index.ts';

const REPEATS = [1, 2, 3, 4, 5];

/** *Phát ngay*, or once at a later time: an approved bulletin in chosen zones; then the page of this playout. */
export function PlayDialog({ bulletin, onClose }: { bulletin: Bulletin; onClose: () => void }) {
  const { t } = useText();
  const [, navigate] = useLocation();
  const play = usePlayBulletin(bulletin.id);
  const fieldError = useFieldError(play.error);
  const today = localDay(stationNow());
  const [zoneIds, setZoneIds] = useState<string[]>([]);
  const [repeats, setRepeats] = useState(1);
  const [isLater, setLater] = useState(false);
  const [day, setDay] = useState<string | null>(today);
  const [time, setTime] = useState<string | null>(null);
  const at = isLater && day && time ? localInstant(day, time) : undefined;

  const start = (event: FormEvent) => {
    event.preventDefault();
    play.mutate(
      { zoneIds, repeats, ...(at === undefined ? {} : { at }) },
      { onSuccess: (playout) => navigate(`/log/${playout.id}`) },
    );
  };
  return (
    <Dialog opened onClose={onClose} title={t('bulletins.playTitle', { title: bulletin.title })} size="lg">
      <form onSubmit={start} className="column">
        <SegmentedControl
          aria-label={t('bulletins.playWhen')}
          value={isLater ? 'later' : 'now'}
          onChange={(value) => setLater(value === 'later')}
          data={[
            { value: 'now', label: t('bulletins.playNow') },
            { value: 'later', label: t('bulletins.playLater') },
          ]}
        />
        {isLater && (
          <div className="halves">
            <DayField label={t('schedules.date')} value={day} onChange={setDay} min={today} />
            <TimeField
              label={t('schedules.times')}
              value={time}
              onChange={setTime}
              error={fieldError('at')}
            />
          </div>
        )}
        <ZonePicker value={zoneIds} onChange={setZoneIds} error={fieldError('zoneIds')} />
        <NativeSelect
          label={t('emergency.repeats')}
          value={String(repeats)}
          onChange={(event) => setRepeats(Number(event.currentTarget.value))}
          data={REPEATS.map((count) => ({ value: String(count), label: t('emergency.times', { count }) }))}
        />
        <Failure error={play.error} except={isLater ? ['zoneIds', 'at'] : ['zoneIds']} />
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            type="submit"
            leftSection={
              isLater ? <IconClock size={20} aria-hidden /> : <IconPlayerPlay size={20} aria-hidden />
            }
            loading={play.isPending}
            disabled={zoneIds.length === 0 || (isLater && at === undefined)}
          >
            {t(isLater ? 'bulletins.playAt' : 'bulletins.playNow')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
