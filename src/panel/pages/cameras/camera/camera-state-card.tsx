import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import type { CameraView } from '../../../../cameras/schemas.ts';
import { useCheckCamera } from '../../../api/cameras.ts';
import { useRight } from '../../../api/session.ts';
import { Failure } from '../../../components/failure.tsx';
import { Notice } from '../../../components/notice.tsx';
import { useToast } from '../../../components/toast.ts';
import { When } from '../../../components/when.tsx';
import { useText } from '../../../i18n/index.ts';
import { healthWord, reasonWord } from '../camera-pill.tsx';

const TONES = { ok: 'good', warning: 'warn', down: 'bad', unknown: 'info', off: 'info' } as const;

/** How the camera is, and what to do about it. */
export function CameraStateCard({ camera }: { camera: CameraView }) {
  const { t, language } = useText();
  const toast = useToast();
  const mayCheck = useRight('camera.write');
  const check = useCheckCamera(camera.id);
  const { state, reason, text, textEn, lastFrameAt } = camera.health;
  const said = language === 'en' ? textEn : text;
  // Nothing hurts: what is advised stands by itself, and the camera stays green.
  const isAdvice = state === 'ok' && reason !== null;
  return (
    <section className="card column">
      <div className="card-head">
        <h2>{t('cameras.state')}</h2>
        {mayCheck && camera.enabled && (
          <Button
            variant="default"
            leftSection={<IconRefresh size={20} aria-hidden />}
            loading={check.isPending}
            onClick={() => check.mutate(undefined, { onSuccess: () => toast(t('cameras.checked')) })}
          >
            {t('cameras.check')}
          </Button>
        )}
      </div>
      <Notice tone={TONES[state]} title={healthWord(t, camera.health)}>
        {isAdvice || !said ? t(`cameras.stateTexts.${state}`) : said}
      </Notice>
      {isAdvice && (
        <Notice tone="info" title={t('cameras.advice', { what: reasonWord(t, reason) })}>
          {said}
        </Notice>
      )}
      {lastFrameAt !== null && (
        <p className="muted small">
          {t('cameras.lastFrame')} <When at={lastFrameAt} show="both" />
        </p>
      )}
      <Failure error={check.error} />
    </section>
  );
}
