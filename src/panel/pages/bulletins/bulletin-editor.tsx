import { Button } from '@mantine/core';
import { IconDeviceFloppy } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import type { Bulletin, BulletinDetail } from '../../../broadcast/schemas.ts';
import { useCreateBulletin, useUpdateBulletin } from '../../api/bulletins.ts';
import { isConflict } from '../../api/http.ts';
import type { Read } from '../../api/readings.ts';
import { useUser } from '../../api/session.ts';
import { BulletinPill } from '../../components/broadcast/pills.tsx';
import { Conflict } from '../../components/conflict.tsx';
import { Failure, useFieldError } from '../../components/failure.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useToast } from '../../components/toast.ts';
import { useUnsaved } from '../../components/unsaved.tsx';
import { When } from '../../components/when.tsx';
import { useText } from '../../i18n/index.ts';
import { BulletinActions } from './bulletin-actions.tsx';
import { useBulletinForm } from './bulletin-form.ts';
import { BulletinHistory } from './bulletin-history.tsx';
import { BulletinNotices } from './bulletin-notices.tsx';
import { Listen } from './listen.tsx';
import { Recordings } from './recordings.tsx';
import { TextFields } from './text-fields.tsx';
import { VoiceFields } from './voice-fields.tsx';
import './bulletin.css';

const FIELDS = ['title', 'text', 'voice', 'speed', 'pitch', 'chime', 'priority', 'recordings'];

/** Writes a bulletin: the text, beside it what the announcer will say, and the voice; then asks for approval. */
export function BulletinEditor({ bulletin }: { bulletin: Read<BulletinDetail> | undefined }) {
  const { t } = useText();
  const toast = useToast();
  const [, navigate] = useLocation();
  const client = useQueryClient();
  const form = useBulletinForm(bulletin, useUser().id);
  const create = useCreateBulletin();
  const update = useUpdateBulletin(bulletin?.id ?? '');
  const saving = bulletin ? update : create;
  const leave = useUnsaved(form.isChanged);
  const fieldError = useFieldError(saving.error);

  /** Resolves with the stored bulletin, or undefined where the station refused. */
  const save = async (): Promise<Bulletin | undefined> => {
    try {
      const stored = bulletin
        ? await update.mutateAsync({ ...form.toSave(), version: form.version })
        : await create.mutateAsync(form.toSave());
      client.setQueryData<BulletinDetail>(
        ['bulletins', 'one', stored.id],
        (old) => old && { ...old, ...stored },
      );
      form.clear();
      leave();
      if (!bulletin) navigate(`/bulletins/${stored.id}`, { replace: true });
      return stored;
    } catch {
      // What the station said stands beside the fields.
      return undefined;
    }
  };
  const saveDraft = async () => {
    if (await save()) toast(t('common.saved'));
  };
  return (
    <>
      <PageHeader
        title={bulletin ? bulletin.title : t('bulletins.write')}
        actions={
          <>
            {(form.isChanged || !bulletin) && (
              <Button
                variant="default"
                leftSection={<IconDeviceFloppy size={20} aria-hidden />}
                onClick={() => void saveDraft()}
                loading={saving.isPending}
              >
                {t('bulletins.saveDraft')}
              </Button>
            )}
            <BulletinActions bulletin={bulletin} isChanged={form.isChanged} save={save} />
          </>
        }
      >
        {bulletin && (
          <span className="row-wrap">
            <BulletinPill state={bulletin.state} />
            <span>{t('common.version', { version: bulletin.version })}</span>
            <span>
              {bulletin.authorName} · <When at={bulletin.updatedAt} />
            </span>
            {form.isChanged && <strong>{t('bulletins.unsaved')}</strong>}
          </span>
        )}
      </PageHeader>
      <div className="column">
        {form.kept && (
          <Notice
            tone="info"
            title={t('bulletins.kept')}
            action={
              <div className="actions">
                <Button variant="default" onClick={form.forgetKept}>
                  {t('bulletins.keptDrop')}
                </Button>
                <Button onClick={form.restoreKept}>{t('bulletins.keptRestore')}</Button>
              </div>
            }
          >
            <When at={form.kept.at} show="both" />
          </Notice>
        )}
        {bulletin && <BulletinNotices bulletin={bulletin} isChanged={form.isChanged} />}
        {isConflict(saving.error) ? (
          <Conflict
            topic="bulletins"
            onReload={() => {
              form.clear();
              saving.reset();
            }}
          />
        ) : (
          <Failure error={saving.error} except={FIELDS} />
        )}
        <TextFields form={form} fieldError={fieldError} />
        <section className="card column">
          <h2>{t('bulletins.voiceTitle')}</h2>
          <VoiceFields form={form} fieldError={fieldError} />
          <Listen {...form.fields} />
        </section>
        <Recordings form={form} error={fieldError('recordings')} />
        {bulletin && <BulletinHistory bulletin={bulletin} />}
      </div>
    </>
  );
}
