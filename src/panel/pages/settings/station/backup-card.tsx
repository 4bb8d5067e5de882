import { Button, Progress } from '@mantine/core';
import { IconDatabaseExport } from '@tabler/icons-react';
import type { Static } from 'typebox';
import type { BackupStatus } from '../../../../system/schemas.ts';
import { useBackupStatus, useBackups, useStartBackup } from '../../../api/system.ts';
import { Failure } from '../../../components/failure.tsx';
import { Notice } from '../../../components/notice.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { When } from '../../../components/when.tsx';
import { bytesText } from '../../../format/number.ts';
import { useText } from '../../../i18n/index.ts';
import { RecoveryCode } from './recovery-code.tsx';

/** Backing up now, what there is, and the code that opens it elsewhere. */
export function BackupCard({ mayManage }: { mayManage: boolean }) {
  const { t } = useText();
  const status = useBackupStatus();
  return (
    <section className="card column">
      <h2>{t('station.backup')}</h2>
      <QueryView query={status} lines={2}>
        {(data) => (
          <>
            <Status status={data} />
            {mayManage && (
              <>
                <Start isRunning={data.running !== null} />
                <BackupFiles />
                <RecoveryCode exists={data.hasRecoveryCode} />
              </>
            )}
          </>
        )}
      </QueryView>
    </section>
  );
}

function Status({ status }: { status: Static<typeof BackupStatus> }) {
  const { t, language } = useText();
  const { running, last, lastGoodAt, folder } = status;
  const error = last?.error;
  return (
    <>
      {error && (
        <Notice tone="bad" title={t('station.backupFailed')}>
          {language === 'vi' ? error.message : error.messageEn}
        </Notice>
      )}
      <p>
        {lastGoodAt === null ? (
          t('station.neverBackedUp')
        ) : (
          <>
            {t('station.lastBackup')} <When at={lastGoodAt} show="both" />
          </>
        )}
      </p>
      <p className="muted small">{t('station.backupFolder', { folder })}</p>
      {running && (
        <div aria-live="polite" className="column-tight">
          <span>{t(`station.backupSteps.${running.step}`)}</span>
          <Progress value={running.percent ?? 100} animated={running.percent === null} aria-hidden />
        </div>
      )}
    </>
  );
}

function Start({ isRunning }: { isRunning: boolean }) {
  const { t } = useText();
  const start = useStartBackup();
  return (
    <>
      <Failure error={start.error} />
      <div className="actions">
        <Button
          leftSection={<IconDatabaseExport size={20} aria-hidden />}
          onClick={() => start.mutate(undefined)}
          loading={start.isPending || isRunning}
        >
          {t('station.backUpNow')}
        </Button>
      </div>
    </>
  );
}

function BackupFiles() {
  const { t, language } = useText();
  const files = useBackups(true);
  if (!files.data || files.data.length === 0) return null;
  return (
    <details>
      <summary>{t('station.backupFiles', { count: files.data.length })}</summary>
      <ul className="column-tight">
        {files.data.map(({ name, bytes, at }) => (
          <li key={name} className="small">
            {name} · {bytesText(bytes, language)} · <When at={at} show="full" />
          </li>
        ))}
      </ul>
    </details>
  );
}
