import { Button, Textarea, TextInput } from '@mantine/core';
import { IconAlertOctagon, IconPlus } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import type { EmergencyTemplate } from '../../../broadcast/schemas.ts';
import { useCreateTemplate, useEmergencyTemplates, useUpdateTemplate } from '../../api/emergency.ts';
import { useRight } from '../../api/session.ts';
import { Dialog } from '../../components/dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Failure, useFieldError } from '../../components/failure.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { useText } from '../../i18n/index.ts';
import { Listen } from './listen.tsx';
import { TemplateCard } from './template-card.tsx';
import './bulletin.css';

/** Emergency texts, written and released before they are needed. */
export default function TemplatesPage() {
  const { t } = useText();
  const templates = useEmergencyTemplates();
  const mayWrite = useRight('bulletin.write');
  const [edited, setEdited] = useState<EmergencyTemplate | 'new'>();
  const add = mayWrite && (
    <Button leftSection={<IconPlus size={20} aria-hidden />} onClick={() => setEdited('new')}>
      {t('templates.add')}
    </Button>
  );
  return (
    <>
      <PageHeader title={t('templates.title')} actions={add}>
        {t('templates.note')}
      </PageHeader>
      <QueryView query={templates} lineHeight={120}>
        {(items) =>
          items.length === 0 ? (
            <div className="card">
              <EmptyState icon={IconAlertOctagon} title={t('templates.empty')} action={add}>
                {t('templates.emptyText')}
              </EmptyState>
            </div>
          ) : (
            <div className="column">
              {items.map((template) => (
                <TemplateCard key={template.id} template={template} onEdit={() => setEdited(template)} />
              ))}
            </div>
          )
        }
      </QueryView>
      {edited && (
        <TemplateDialog
          template={edited === 'new' ? undefined : edited}
          onClose={() => setEdited(undefined)}
        />
      )}
    </>
  );
}

interface TemplateDialogProps {
  template: EmergencyTemplate | undefined;
  onClose: () => void;
}

function TemplateDialog({ template, onClose }: TemplateDialogProps) {
  const { t } = useText();
  const create = useCreateTemplate();
  const update = useUpdateTemplate();
  const { error, isPending } = template ? update : create;
  const fieldError = useFieldError(error);
  const [title, setTitle] = useState(template?.title ?? '');
  const [text, setText] = useState(template?.text ?? '');

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const done = { onSuccess: onClose };
    if (!template) create.mutate({ title, text }, done);
    else {
      const { id, version, voice, chime, repeats } = template;
      update.mutate({ id, version, voice, chime, repeats, title, text }, done);
    }
  };
  return (
    <Dialog
      opened
      onClose={onClose}
      title={template ? template.title : t('templates.add')}
      size="lg"
      closeBeside={false}
    >
      <form onSubmit={submit} className="column">
        <TextInput
          label={t('templates.name')}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
          maxLength={200}
          error={fieldError('title')}
          required
          withAsterisk={false}
          data-autofocus
        />
        <Textarea
          label={t('templates.text')}
          description={template?.state === 'released' ? t('templates.editNote') : t('emergency.textHelp')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          maxLength={4000}
          error={fieldError('text')}
          autosize
          minRows={5}
          maxRows={14}
          required
          withAsterisk={false}
        />
        <Listen text={text} voice={template?.voice ?? null} speed={1} chime={template?.chime ?? null} />
        <Failure error={error} except={['title', 'text']} />
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={isPending}>
            {t('common.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
