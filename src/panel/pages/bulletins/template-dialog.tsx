import { NativeSelect, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { EmergencyTemplate, EmergencyTemplateInput } from '../../../broadcast/schemas.ts';
import { useCreateTemplate, useUpdateTemplate } from '../../api/emergency.ts';
import { decisionsIn, type Read } from '../../api/readings.ts';
import { Dialog } from '../../components/dialog.tsx';
import { DialogForm } from '../../components/dialog-form.tsx';
import { useFieldError } from '../../components/failure.tsx';
import { NameField } from '../../components/fields/name-field.tsx';
import { useText } from '../../i18n/index.ts';
import { Listen } from './listen.tsx';
import { ChimeSelect, PitchSelect, VoiceSelect } from './sound-selects.tsx';
import { TemplateReading } from './template-reading.tsx';

interface Props {
  template: EmergencyTemplate | undefined;
  onClose: () => void;
}

/** As often as the emergency form reads a text. */
const NEW = { title: '', text: '', voice: null, chime: null, repeats: 2, pitch: 0, decisions: {} };
const REPEATS = [1, 2, 3, 4, 5];
const FIELDS = ['title', 'text', 'voice', 'pitch', 'chime', 'repeats'];

/** Writes a template: its words, and how they will sound. */
export function TemplateDialog({ template, onClose }: Props) {
  const { t } = useText();
  const create = useCreateTemplate();
  const update = useUpdateTemplate();
  const { error, isPending } = template ? update : create;
  const fieldError = useFieldError(error);
  const [before] = useState(() => fieldsOf(template ?? NEW));
  const [fields, setFields] = useState(before);
  const [isCardOpen, setCardOpen] = useState(false);
  const set = (change: Partial<typeof fields>) => setFields((now) => ({ ...now, ...change }));
  const { title, text, voice, chime, repeats, pitch, decisions } = fields;

  const submit = () => {
    const done = { onSuccess: onClose };
    const body = { ...fields, decisions: decisionsIn(text, decisions) };
    if (template) update.mutate({ id: template.id, version: template.version, ...body }, done);
    else create.mutate(body, done);
  };
  return (
    <Dialog
      opened
      onClose={onClose}
      title={template ? template.title : t('templates.add')}
      size="lg"
      closeBeside={false}
      changed={JSON.stringify(fields) !== JSON.stringify(before)}
      keepOnEscape={isCardOpen}
    >
      <DialogForm
        onSubmit={submit}
        onCancel={onClose}
        verb={t('common.save')}
        busy={isPending}
        error={error}
        except={FIELDS}
      >
        <NameField
          label={t('templates.name')}
          value={title}
          onChange={(name) => set({ title: name })}
          most={200}
          error={fieldError('title')}
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
        <TemplateReading
          text={text}
          sound={{ voice, speed: 1, pitch, decisions }}
          onCard={setCardOpen}
          onDecide={(next) => set({ decisions: next })}
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
          <PitchSelect
            value={pitch}
            onChange={(value) => set({ pitch: value })}
            error={fieldError('pitch')}
          />
          <ChimeSelect
            value={chime}
            onChange={(value) => set({ chime: value })}
            error={fieldError('chime')}
            defaultLabel={t('templates.chimeDefault')}
          />
        </div>
        <Listen text={text} voice={voice} speed={1} chime={chime} pitch={pitch} decisions={decisions} />
      </DialogForm>
    </Dialog>
  );
}

function fieldsOf(template: Read<Required<EmergencyTemplateInput>>) {
  const { title, text, voice, chime, repeats, pitch = 0, decisions = {} } = template;
  return { title, text, voice, chime, repeats, pitch, decisions };
}
