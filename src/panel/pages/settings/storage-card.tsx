import { Button } from '@mantine/core';
import { useState } from 'react';
import type { StorageView } from '../../../cameras/recording/schemas.ts';
import { useStorage, useTakeFolder } from '../../api/footage.ts';
import { useRight } from '../../api/session.ts';
import { Confirm } from '../../components/dialog.tsx';
import { Notice } from '../../components/notice.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { useToast } from '../../components/toast.ts';
import { bytesText } from '../../format/number.ts';
import { useText } from '../../i18n/index.ts';

/** Where the recordings lie, how full that is, and what an officer does about a disk that was replaced. */
export function StorageCard() {
  const { t } = useText();
  const storage = useStorage();
  return (
    <section className="card column">
      <h2>{t('storage.title')}</h2>
      <QueryView query={storage} lines={3} lineHeight={28}>
        {(data) => <Storage storage={data} />}
      </QueryView>
    </section>
  );
}

function Storage({ storage }: { storage: StorageView }) {
  const { t, language } = useText();
  const mayTake = useRight('camera.write');
  const { folder, fault, freeBytes, sizeBytes, recordingsBytes, exportsBytes } = storage;
  const size = (bytes: number) => bytesText(bytes, language);
  return (
    <>
      <p className="sha">{folder}</p>
      {freeBytes !== null && sizeBytes !== null && (
        <p className="numbers">{t('storage.free', { free: size(freeBytes), size: size(sizeBytes) })}</p>
      )}
      <p className="muted small numbers">
        {t('storage.used', { recordings: size(recordingsBytes), exports: size(exportsBytes) })}
      </p>
      {fault && <Notice tone="bad">{t(`storage.faults.${fault}`)}</Notice>}
      {mayTake && storage.mayTake && <Take storage={storage} />}
    </>
  );
}

function Take({ storage: { folder, fault, onSystemDisk } }: { storage: StorageView }) {
  const { t } = useText();
  const toast = useToast();
  const take = useTakeFolder();
  const [asking, setAsking] = useState(false);
  const verb = t(fault === 'missing' ? 'storage.takeEmpty' : 'storage.takeSystem');
  return (
    <>
      <div className="actions">
        <Button variant="default" onClick={() => setAsking(true)}>
          {verb}
        </Button>
      </div>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('storage.takeTitle')}
        verb={verb}
        busy={take.isPending}
        error={take.error}
        onConfirm={() =>
          take.mutate(
            { folder, systemDisk: onSystemDisk },
            {
              onSuccess: () => {
                setAsking(false);
                toast(t('storage.taken'));
              },
            },
          )
        }
      >
        <div className="column">
          <p className="sha">{folder}</p>
          {fault === 'missing' && <p>{t('storage.emptyText')}</p>}
          {onSystemDisk && <p>{t('storage.systemText')}</p>}
        </div>
      </Confirm>
    </>
  );
}
