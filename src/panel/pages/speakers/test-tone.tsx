import { Button } from '@mantine/core';
import { IconEar, IconEarOff, IconVolume } from '@tabler/icons-react';
import { useState } from 'react';
import type { SpeakerView } from '../../../speakers/schemas.ts';
import { useNow } from '../../api/session.ts';
import { useConfirmSpeaker, useTestSpeaker } from '../../api/speakers.ts';
import { Failure } from '../../components/failure.tsx';
import { Notice } from '../../components/notice.tsx';
import { When } from '../../components/when.tsx';
import { useText } from '../../i18n/index.ts';

/** Whether a tone sounded is asked while somebody may still have it in the ear. */
const REMEMBERED_MS = 10 * 60_000;

/** A test tone that the officer confirms by ear: only a speaker that somebody heard plays bulletins. */
export function TestTone({ speaker, onHeard }: { speaker: SpeakerView; onHeard?: () => void }) {
  const { t, language } = useText();
  const test = useTestSpeaker(speaker.id);
  const confirm = useConfirmSpeaker(speaker.id);
  const [isSilent, setSilent] = useState(false);
  const tone = speaker.test;
  const now = useNow();

  const answer = (heard: boolean) =>
    confirm.mutate(heard, {
      onSuccess: () => {
        setSilent(!heard);
        if (heard) onHeard?.();
      },
    });
  return (
    <div className="column">
      {speaker.confirmed ? (
        <Notice tone="good">
          {t('speakers.confirmed')}
          {speaker.confirmedAt !== null && (
            <>
              {' · '}
              <When at={speaker.confirmedAt} />
            </>
          )}
        </Notice>
      ) : (
        <p>{t('speakers.testNote')}</p>
      )}
      <div className="row-wrap">
        <Button
          variant={speaker.confirmed ? 'default' : 'filled'}
          leftSection={<IconVolume size={22} aria-hidden />}
          onClick={() => {
            setSilent(false);
            test.mutate(undefined);
          }}
          loading={test.isPending}
          disabled={!speaker.online}
        >
          {t('speakers.test')}
        </Button>
        <span aria-live="polite" className="muted">
          {!speaker.online
            ? t('speakers.testOffline')
            : tone && (
                <>
                  {t(`speakers.testStates.${tone.state}`)} · <When at={tone.at} show="relative" />
                </>
              )}
        </span>
      </div>
      {tone?.state === 'failed' && tone.said && (
        <Notice tone="bad">{t('speakers.testFailed', { reason: tone.said[language] })}</Notice>
      )}
      <Failure error={test.error ?? confirm.error} />
      {tone && (
        <div className="big-choice">
          {tone.state !== 'failed' && now - tone.at < REMEMBERED_MS && (
            <Button
              variant="light"
              leftSection={<IconEar size={22} aria-hidden />}
              onClick={() => answer(true)}
              loading={confirm.isPending}
            >
              {t('speakers.heard')}
            </Button>
          )}
          <Button
            variant="default"
            leftSection={<IconEarOff size={22} aria-hidden />}
            onClick={() => answer(false)}
          >
            {t('speakers.notHeard')}
          </Button>
        </div>
      )}
      {isSilent && (
        <Notice tone="warn" title={t('speakers.silentTitle')}>
          {t('speakers.silentAdvice')}
        </Notice>
      )}
    </div>
  );
}
