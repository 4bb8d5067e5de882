import { NativeSelect, SegmentedControl, Textarea } from '@mantine/core';
import { useApprovedBulletins } from '../../api/bulletins.ts';
import { useEmergencyTemplates } from '../../api/emergency.ts';
import { useRight } from '../../api/session.ts';
import { useText } from '../../i18n/index.ts';
import { Notice } from '../notice.tsx';
import { QueryNotice } from '../query-notice.tsx';

export type Source = 'text' | 'template' | 'bulletin';

/** What will be said, wherever it comes from. */
export interface Words {
  text: string;
  /** How often the station says it where nobody asks for another number. */
  repeats: number;
}

const TEXT_MAX = 4000;
/** Just typed: said twice, since nobody was waiting for it. */
const TYPED_REPEATS = 2;

export interface Chosen {
  source: Source;
  text: string;
  templateId: string;
  bulletinId: string;
}

/** The words behind the choice; empty while there is none, or it is no longer on offer. */
export function useWords({ source, text, templateId, bulletinId }: Chosen): Words {
  const templates = useEmergencyTemplates();
  const bulletins = useApprovedBulletins(useRight('emergency.play'));
  if (source === 'text') return { text: text.trim(), repeats: TYPED_REPEATS };
  if (source === 'bulletin') {
    return { text: bulletins.data?.find(({ id }) => id === bulletinId)?.text ?? '', repeats: 1 };
  }
  const template = templates.data?.find(({ id, state }) => id === templateId && state === 'released');
  return { text: template?.text ?? '', repeats: template?.repeats ?? 1 };
}

interface Props {
  chosen: Chosen;
  set: (change: Partial<Chosen>) => void;
  fieldError: (field: string) => string | null;
}

/** Typed now, from a template, or an approved bulletin; who may only use templates sees nothing else. */
export function SourceFields({ chosen, set, fieldError }: Props) {
  const { t } = useText();
  const mayFree = useRight('emergency.play');
  const { source, text } = chosen;
  return (
    <>
      {mayFree && (
        <SegmentedControl
          fullWidth
          aria-label={t('emergency.source')}
          value={source}
          onChange={(value) => set({ source: value as Source })}
          data={[
            { value: 'text', label: t('emergency.sourceText') },
            { value: 'template', label: t('emergency.sourceTemplate') },
            { value: 'bulletin', label: t('emergency.sourceBulletin') },
          ]}
        />
      )}
      {source === 'text' && (
        <Textarea
          label={t('emergency.text')}
          description={t('emergency.textHelp')}
          value={text}
          onChange={(event) => set({ text: event.currentTarget.value })}
          maxLength={TEXT_MAX}
          error={fieldError('text')}
          autosize
          minRows={4}
          maxRows={9}
          data-autofocus
        />
      )}
      {source === 'template' && (
        <TemplateField
          value={chosen.templateId}
          onChange={(templateId) => set({ templateId })}
          error={fieldError('templateId')}
        />
      )}
      {source === 'bulletin' && (
        <BulletinField
          value={chosen.bulletinId}
          onChange={(bulletinId) => set({ bulletinId })}
          error={fieldError('bulletinId')}
        />
      )}
    </>
  );
}

interface FieldProps {
  value: string;
  onChange: (id: string) => void;
  error: string | null;
}

function TemplateField(props: FieldProps) {
  const { t } = useText();
  const templates = useEmergencyTemplates();
  if (!templates.data) return <QueryNotice query={templates} />;
  const released = templates.data.filter(({ state }) => state === 'released');
  const none = templates.data.length === 0 ? 'emergency.noTemplates' : 'emergency.noReleased';
  if (released.length === 0) return <Notice tone="info">{t(none)}</Notice>;
  return <Choice label={t('emergency.template')} items={released} {...props} />;
}

function BulletinField(props: FieldProps) {
  const { t } = useText();
  const bulletins = useApprovedBulletins();
  if (!bulletins.data) return <QueryNotice query={bulletins} />;
  if (bulletins.data.length === 0) return <Notice tone="info">{t('emergency.noBulletins')}</Notice>;
  return <Choice label={t('emergency.bulletin')} items={bulletins.data} {...props} />;
}

function Choice({
  label,
  items,
  value,
  onChange,
  error,
}: FieldProps & { label: string; items: readonly { id: string; title: string }[] }) {
  const { t } = useText();
  return (
    <NativeSelect
      label={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
      data={[
        { value: '', label: t('emergency.choose') },
        ...items.map(({ id, title }) => ({ value: id, label: title })),
      ]}
    />
  );
}
