import { NativeSelect, PasswordInput, Switch } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import type { EmergencyRequest } from '../../../broadcast/schemas.ts';
import { useZones } from '../../api/commune.ts';
import { useEmergency } from '../../api/emergency.ts';
import { ApiError } from '../../api/http.ts';
import { useSpeakers } from '../../api/speakers.ts';
import { useText } from '../../i18n/index.ts';
import { Failure, useFieldError } from '../failure.tsx';
import { HoldButton } from '../hold-button.tsx';
import { Notice } from '../notice.tsx';
import { ReachLine } from '../zones/reach-line.tsx';
import { ZonePicker } from '../zones/zone-picker.tsx';
import { zoneNames } from '../zones/zone-tree.ts';
import { type Chosen, SourceFields, useWords } from './source-fields.tsx';

const REPEATS = [1, 2, 3, 4, 5];

interface Props {
  chosen: Chosen;
  setChosen: (chosen: Chosen) => void;
  onStarted: (playoutId: string) => void;
}

export function EmergencyForm({ chosen, setChosen, onStarted }: Props) {
  const { t } = useText();
  const zones = useZones();
  const emergency = useEmergency();
  const fieldError = useFieldError(emergency.error);

  const [chosenZones, setZones] = useState<string[]>();
  const [chosenRepeats, setRepeats] = useState<number>();
  const [drill, setDrill] = useState(false);
  const [pin, setPin] = useState('');

  const root = zones.data?.find(({ parentId }) => parentId === null);
  const zoneIds = chosenZones ?? (root ? [root.id] : []);
  const words = useWords(chosen);
  const repeats = chosenRepeats ?? words.repeats;
  const isReady = words.text !== '' && pin !== '' && (drill || zoneIds.length > 0);

  const choose = (change: Partial<Chosen>) => {
    setChosen({ ...chosen, ...change });
    // Another template brings its own number; words being typed keep the one chosen for them.
    if (!('text' in change)) setRepeats(undefined);
  };
  const start = () => {
    const { source, templateId, bulletinId } = chosen;
    const said = { text: { text: words.text }, template: { templateId }, bulletin: { bulletinId } }[source];
    // Left out where nobody asked for another: only then the audio made in advance is what will be said.
    const often = source === 'text' || chosenRepeats !== undefined ? { repeats } : {};
    const body: EmergencyRequest = { ...said, zoneIds, pin, drill, ...often };
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
        <SourceFields chosen={chosen} set={choose} fieldError={fieldError} />
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
        <blockquote className="written">{words.text || t('emergency.noWords')}</blockquote>
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
