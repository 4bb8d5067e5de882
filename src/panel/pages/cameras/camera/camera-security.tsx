import { Button } from '@mantine/core';
import { IconExternalLink, IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import type { CameraView } from '../../../../cameras/schemas.ts';
import type { CameraSecurity, Finding } from '../../../../cameras/security/schemas.ts';
import {
  useCameraSecurity,
  useCheckSecurity,
  useSecurityJob,
  useTryFactoryPassword,
} from '../../../api/cameras.ts';
import { useRight } from '../../../api/session.ts';
import { Confirm } from '../../../components/dialog.tsx';
import { Failure } from '../../../components/failure.tsx';
import { Notice } from '../../../components/notice.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { StatusPill } from '../../../components/status-pill.tsx';
import { When } from '../../../components/when.tsx';
import { useText } from '../../../i18n/index.ts';
import { scoreTone } from '../security-score.ts';

/** How easily somebody else could use the camera, and what to do about it. */
export function CameraSecurityCard({ camera }: { camera: CameraView }) {
  const { t } = useText();
  const mayCheck = useRight('camera.write');
  const security = useCameraSecurity(camera.id);
  const job = useSecurityJob();
  const check = useCheckSecurity(camera.id);
  const isRunning = job.data?.state === 'running';
  return (
    <section className="card column">
      <div className="card-head">
        <h2>{t('cameras.security.title')}</h2>
        {mayCheck && (
          <Button
            variant="default"
            leftSection={<IconRefresh size={20} aria-hidden />}
            loading={check.isPending || isRunning}
            onClick={() => check.mutate(undefined)}
          >
            {t('cameras.security.check')}
          </Button>
        )}
      </div>
      <Failure error={check.error} />
      <QueryView query={security} lines={2}>
        {(data) => (
          <>
            <Score security={data} />
            <ul>
              {data.findings.map((finding) => (
                <FindingLine key={`${finding.code} ${finding.title}`} finding={finding} />
              ))}
            </ul>
            {mayCheck && data.factory.known && <FactoryPassword camera={camera} security={data} />}
          </>
        )}
      </QueryView>
    </section>
  );
}

function Score({ security: { score, checkedAt, findings } }: { security: CameraSecurity }) {
  const { t } = useText();
  if (score === null || checkedAt === null) return <p className="muted">{t('cameras.security.never')}</p>;
  return (
    <p className="row-wrap">
      <StatusPill tone={scoreTone(score)}>{t('cameras.security.score', { score })}</StatusPill>
      <span className="muted small">
        {t('cameras.security.checkedAt')} <When at={checkedAt} show="both" />
      </span>
      {findings.length === 0 && <span>{t('cameras.security.nothing')}</span>}
    </p>
  );
}

function FindingLine({ finding }: { finding: Finding }) {
  const { t, language } = useText();
  const { weight, source } = finding;
  return (
    <li className="finding">
      <span className="row-wrap">
        <span className="strong grow">{language === 'en' ? finding.titleEn : finding.title}</span>
        {weight > 0 && (
          <span className="muted small numbers">{t('cameras.security.weight', { points: weight })}</span>
        )}
      </span>
      <span className="small">{language === 'en' ? finding.adviceEn : finding.advice}</span>
      {source !== null && (
        <a href={source} target="_blank" rel="noreferrer" className="small">
          {t('cameras.security.source')} <IconExternalLink size={14} aria-hidden />
        </a>
      )}
    </li>
  );
}

function FactoryPassword({ camera, security }: { camera: CameraView; security: CameraSecurity }) {
  const { t } = useText();
  const attempt = useTryFactoryPassword(camera.id);
  const [asking, setAsking] = useState(false);
  const { outcome, triedAt } = security.factory;
  return (
    <div className="column-tight">
      {outcome !== null && (
        <Notice tone={outcome === 'accepted' ? 'bad' : outcome === 'refused' ? 'good' : 'info'}>
          {t(`cameras.security.factory.${outcome}`)} {triedAt !== null && <When at={triedAt} show="both" />}
        </Notice>
      )}
      <Button variant="default" className="fit" onClick={() => setAsking(true)}>
        {t('cameras.security.factory.try')}
      </Button>
      <Confirm
        opened={asking}
        onClose={() => {
          setAsking(false);
          attempt.reset();
        }}
        title={t('cameras.security.factory.title')}
        verb={t('cameras.security.factory.verb')}
        onConfirm={() => attempt.mutate(undefined, { onSuccess: () => setAsking(false) })}
        busy={attempt.isPending}
        error={attempt.error}
      >
        {t('cameras.security.factory.text')}
      </Confirm>
    </div>
  );
}
