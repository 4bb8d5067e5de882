import { NativeSelect, PasswordInput, SegmentedControl, Switch, Textarea } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import type { EmergencyRequest } from '../../../broadcast/schemas.ts';
import { useApprovedBulletins } from '../../api/bulletins.ts';
import { useZones } from '../../api/commune.ts';
import { useEmergency, useEmergencyTemplates } from '../../api/emergency.ts';
import { ApiError } from '../../api/http.ts';
import { useRight } from '../../api/session.ts';
import { useSpeakers } from '../../api/speakers.ts';
import { useText } from '../../i18n/index.ts';
import { Failure, useFieldError } from '../failure.tsx';
import { HoldButton } from '../hold-button.tsx';
import { Notice } from '../notice.tsx';
import { ReachLine } from '../zones/reach-line.tsx';
import { ZonePicker } from '../zones/zone-picker.tsx';
import { zoneNames } from '../zones/zone-tree.ts';

type Source = 'template' | 'text' | 'bulletin';

const TEXT_MAX = 4000;
const REPEATS = [1, 2, 3, 4, 5];

export function EmergencyForm({ onStarted }: { onStarted: (playoutId: string) => void }) {
  const { t } = useText();
  const mayFree = useRight('emergency.play');
  const templates = useEmergencyTemplates();
  const bulletins = useApprovedBulletins(mayFree);
  const zones = useZones();
  const emergency = useEmergency();
  const fieldError = useFieldError(emergency.error);

  const [source, setSource] = useState<Source>(mayFree ? 'text' : 'template');
  const [text, setText] = useState('');
  const [templateId, setTemplateId] = useState('');
  const [bulletinId, setBulletinId] = useState('');
  const [chosenZones, setZones] = useState<string[]>();
  const [repeats, setRepeats] = useState(2);
  const [drill, setDrill] = useState(false);
  const [pin, setPin] = useState('');

  const root = zones.data?.find(({ parentId }) => parentId === null);
  const zoneIds = chosenZones ?? (root ? [root.id] : []);
  const usable = (templates.data ?? []).filter(({ state }) => mayFree || state === 'released');
  const template = usable.find(({ id }) => id === templateId);
  const bulletin = bulletins.data?.find(({ id }) => id === bulletinId);
  const words = { text: text.trim(), template: template?.text ?? '', bulletin: bulletin?.text ?? '' }[source];
  const isReady = words !== '' && pin !== '' && (drill || zoneIds.length > 0);

  const start = () => {
    const said = { text: { text: words }, template: { templateId }, bulletin: { bulletinId } }[source];
    const body: EmergencyRequest = { ...said, zoneIds, pin, drill, repeats };
    emergency.mutate(body, {
      onSuccess: ({ id }) => onStarted(id),
      onError: (error) => {
        if (error instanceof ApiError && error.code === 'auth.pin_wrong') setPin('');
      },
    });
  };

  return (
    <div className="emergency-form">
      <div className="column">
        {mayFree && (
          <SegmentedControl
            fullWidth
            aria-label={t('emergency.source')}
            value={source}
            onChange={(value) => setSource(value as Source)}
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
            onChange={(event) => setText(event.currentTarget.value)}
            maxLength={TEXT_MAX}
            error={fieldError('text')}
            autosize
            minRows={4}
            maxRows={9}
            data-autofocus
          />
        )}
        {source === 'template' &&
          (usable.length === 0 && !templates.isPending ? (
            <Notice tone="info">{t(mayFree ? 'emergency.noTemplates' : 'emergency.noReleased')}</Notice>
          ) : (
            <NativeSelect
              label={t('emergency.template')}
              value={templateId}
              onChange={(event) => setTemplateId(event.currentTarget.value)}
              error={fieldError('templateId')}
              data={[
                { value: '', label: t('emergency.choose') },
                ...usable.map(({ id, title }) => ({ value: id, label: title })),
              ]}
            />
          ))}
        {source === 'bulletin' && (
          <NativeSelect
            label={t('emergency.bulletin')}
            value={bulletinId}
            onChange={(event) => setBulletinId(event.currentTarget.value)}
            error={fieldError('bulletinId')}
            data={[
              { value: '', label: t('emergency.choose') },
              ...(bulletins.data ?? []).map(({ id, title }) => ({ value: id, label: title })),
            ]}
          />
        )}
        <Switch
          checked={drill}
          onChange={(event) => setDrill(event.currentTarget.checked)}
          label={t('emergency.drill')}
          description={t('emergency.drillHelp')}
        />
        {!drill && <ZonePicker value={zoneIds} onChange={setZones} error={fieldError('zoneIds')} />}
        <NativeSelect
          label={t('emergency.repeats')}
          value={String(repeats)}
          onChange={(event) => setRepeats(Number(event.currentTarget.value))}
          data={REPEATS.map((count) => ({ value: String(count), label: t('emergency.times', { count }) }))}
        />
      </div>

      <section className="emergency-preview column" aria-label={t('emergency.preview')}>
        <h2>{t('emergency.preview')}</h2>
        <blockquote className="written">{words || t('emergency.noWords')}</blockquote>
        {drill ? <Notice tone="info">{t('emergency.drillWhere')}</Notice> : <Where zoneIds={zoneIds} />}
        <p>{t('emergency.timesSaid', { count: repeats })}</p>
        <PasswordInput
          label={t('emergency.pin')}
          description={t('emergency.pinHelp')}
          value={pin}
          onChange={(event) => setPin(event.currentTarget.value)}
          error={fieldError('pin')}
          inputMode="numeric"
          autoComplete="off"
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
        />
        <Failure error={emergency.error} except={['text', 'templateId', 'bulletinId', 'zoneIds', 'pin']} />
        {emergency.error instanceof ApiError && emergency.error.code === 'auth.pin_unset' && (
          <Link href="/account">{t('account.title')}</Link>
        )}
        <HoldButton onConfirm={start} disabled={!isReady} busy={emergency.isPending}>
          {t(drill ? 'emergency.startDrill' : 'emergency.start')}
        </HoldButton>
      </section>
    </div>
  );
}

function Where({ zoneIds }: { zoneIds: string[] }) {
  const { t } = useText();
  const zones = useZones();
  const speakers = useSpeakers();
  if (!zones.data) return null;
  return (
    <div>
      <p className="strong">{zoneNames(zones.data, zoneIds).join(', ') || t('zones.unchosen')}</p>
      <ReachLine zones={zones.data} speakers={speakers.data} zoneIds={zoneIds} />
    </div>
  );
}
