import { Button, FileButton } from '@mantine/core';
import { IconExternalLink, IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import type { Static } from 'typebox';
import type { AdvisoryKeyBody } from '../../../cameras/security/schemas.ts';
import { useAdvisories, useImportAdvisories, useRemoveAdvisory } from '../../api/advisories.ts';
import { useRight } from '../../api/session.ts';
import { Confirm } from '../../components/dialog.tsx';
import { Failure } from '../../components/failure.tsx';
import { LoadMore } from '../../components/load-more.tsx';
import { Notice } from '../../components/notice.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { useToast } from '../../components/toast.ts';
import { useText } from '../../i18n/index.ts';

/** What the station takes in one request. */
const MOST_BYTES = 900_000;

/** Firmware known to be vulnerable: what came with the station, and what was imported. */
export function AdvisoriesCard() {
  const { t } = useText();
  const mayImport = useRight('camera.write');
  const advisories = useAdvisories();
  return (
    <section className="card column">
      <div className="card-head">
        <h2>{t('advisories.title')}</h2>
        {mayImport && <Import />}
      </div>
      <p className="muted small">{t('advisories.note')}</p>
      <QueryView query={advisories} lines={3} lineHeight={48}>
        {() => (
          <details>
            <summary>{t('advisories.see', { count: advisories.total ?? 0 })}</summary>
            <ul className="rows">
              {advisories.items.map(({ id, maker, models, affected, severity, title, source, origin }) => (
                <li key={`${id} ${maker} ${models} ${affected}`} className="rows-item wrap-on-phone">
                  <span className="grow column-tight">
                    <span className="strong">
                      {id} · {maker}
                    </span>
                    <span className="small" lang="en">
                      {title}
                    </span>
                    <span className="muted small">
                      {t('advisories.about', { models, affected })}
                      {origin === 'imported' && ` · ${t('advisories.imported')}`}
                    </span>
                  </span>
                  <span className="small">{t(`advisories.severities.${severity}`)}</span>
                  <a href={source} target="_blank" rel="noreferrer" className="small">
                    {t('cameras.security.source')} <IconExternalLink size={14} aria-hidden />
                    <span className="hidden"> {id}</span>
                  </a>
                  {mayImport && origin === 'imported' && (
                    <Remove advisory={{ id, maker, models, affected }} />
                  )}
                </li>
              ))}
            </ul>
            <LoadMore pages={advisories} shown={advisories.items.length} total={advisories.total} />
          </details>
        )}
      </QueryView>
    </section>
  );
}

function Remove({ advisory }: { advisory: Static<typeof AdvisoryKeyBody> }) {
  const { t } = useText();
  const toast = useToast();
  const remove = useRemoveAdvisory();
  const [asking, setAsking] = useState(false);
  const { id } = advisory;
  return (
    <>
      <Button variant="default" aria-label={t('advisories.remove', { id })} onClick={() => setAsking(true)}>
        {t('common.delete')}
      </Button>
      {asking && (
        <Confirm
          title={t('advisories.removeTitle', { id })}
          opened
          verb={t('common.delete')}
          busy={remove.isPending}
          error={remove.error}
          onClose={() => setAsking(false)}
          onConfirm={() =>
            remove.mutate(advisory, {
              onSuccess: () => {
                setAsking(false);
                toast(t('advisories.removed', { id }));
              },
            })
          }
        >
          {t('advisories.removeText')}
        </Confirm>
      )}
    </>
  );
}

function Import() {
  const { t } = useText();
  const toast = useToast();
  const send = useImportAdvisories();
  const [unreadable, setUnreadable] = useState<'tooLarge' | 'noJson'>();
  const take = async (file: File | null) => {
    if (!file) return;
    send.reset();
    const body = file.size > MOST_BYTES ? 'tooLarge' : await bodyOf(file);
    if (typeof body === 'string') {
      setUnreadable(body);
      return;
    }
    setUnreadable(undefined);
    send.mutate(body, {
      onSuccess: ({ imported }) => toast(t('advisories.done', { count: imported })),
    });
  };
  return (
    <div className="column-tight">
      <FileButton accept=".tsv,.txt,.json" onChange={(file) => void take(file)}>
        {(props) => (
          <Button
            {...props}
            variant="default"
            leftSection={<IconUpload size={20} aria-hidden />}
            loading={send.isPending}
          >
            {t('advisories.import')}
          </Button>
        )}
      </FileButton>
      {unreadable && <Notice tone="bad">{t(`advisories.${unreadable}`)}</Notice>}
      <Failure error={send.error} />
    </div>
  );
}

/** A table with tabs as it is; of JSON the list of its rows. */
async function bodyOf(file: File): Promise<{ text: string } | { rows: unknown[] } | 'noJson'> {
  const text = await file.text();
  if (!file.name.toLowerCase().endsWith('.json')) return { text };
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return { rows: value };
  } catch {
    // Told below.
  }
  return 'noJson';
}
