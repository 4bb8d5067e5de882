import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { EmergencyTemplate, EmergencyTemplateInput } from '../../../broadcast/schemas.ts';
import { useCreateTemplate, useUpdateTemplate } from '../../api/emergency.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Failure, useFieldError } from '../../components/failure.tsx';
import { useText } from '../../i18n/index.ts';
import { Listen } from './listen.tsx';
import { ChimeSelect, VoiceSelect } from './sound-selects.tsx';

interface Props {
  template: EmergencyTemplate | undefined;
  onClose: () => void;
}

/** As often as the emergency form reads a text. */
const NEW = { title: '', text: '', voice: null, pitch: 0, decisions: {}, chime: null, repeats: 2 };
const REPEATS = [1, 2, 3, 4, 5];
const FIELDS = ['title', 'text', 'voice', 'chime', 'repeats'];

/** Writes a template: its words, and how they will sound. */
export function TemplateDialog({ template, onClose }: Props) {
  const { t } = useText();
  const create = useCreateTemplate();
  const update = useUpdateTemplate();
  const { error, isPending } = template ? update : create;
  const fieldError = useFieldError(error);
  const [fields, setFields] = useState(() => fieldsOf(template ?? NEW));
  const set = (change: Partial<typeof fields>) => setFields((before) => ({ ...before, ...change }));
  const { title, text, voice, chime, repeats } = fields;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const done = { onSuccess: onClose };
    if (template) update.mutate({ id: template.id, version: template.version, ...fields }, done);
    else create.mutate(fields, done);
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
          onChange={(event) => set({ title: event.currentTarget.value })}
          maxLength={200}
          error={fieldError('title')}
          required
          withAsterisk={false}
          data-autofocus
        />
        <Textarea
          label={t('templates.text')}
          description={template?.released ? t('templates.editNote') : t('emergency.textHelp')}
          value={text}
          onChange={(event) => set({ text: event.currentTarget.value })}
          maxLength={4000}
          error={fieldError('text')}
          autosize
          minRows={5}
          maxRows={14}
          required
          withAsterisk={false}
        />
        <div className="quarters">
          <NativeSelect
            label={t('emergency.repeats')}
            value={String(repeats)}
            onChange={(event) => set({ repeats: Number(event.currentTarget.value) })}
            error={fieldError('repeats')}
            data={REPEATS.map((count) => ({ value: String(count), label: t('emergency.times', { count }) }))}
          />
          <VoiceSelect
            value={voice}
            onChange={(value) => set({ voice: value })}
            error={fieldError('voice')}
          />
          <ChimeSelect
            value={chime}
            onChange={(value) => set({ chime: value })}
            error={fieldError('chime')}
            defaultLabel={t('templates.chimeDefault')}
          />
        </div>
        <Listen text={text} voice={voice} speed={1} chime={chime} />
        <Failure error={error} except={FIELDS} />
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

function fieldsOf({
  title,
  text,
  voice,
  pitch,
  decisions,
  chime,
  repeats,
}: Required<EmergencyTemplateInput>) {
  return { title, text, voice, pitch, decisions, chime, repeats };
}
