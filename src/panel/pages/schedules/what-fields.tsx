import { NativeSelect, Switch, TextInput } from '@mantine/core';
import { useApprovedBulletins, useBulletin } from '../../api/bulletins.ts';
import { useChoices } from '../../api/speech.ts';
import { ZonePicker } from '../../components/zones/zone-picker.tsx';
import { useText } from '../../i18n/index.ts';
import type { ScheduleFields } from './schedule-fields.ts';

const REPEATS = [1, 2, 3, 4, 5];
/** How the list says “the bulletin’s own”. */
const OWN = 'own';

export interface FieldsProps {
  fields: ScheduleFields;
  set: (change: Partial<ScheduleFields>) => void;
  fieldError: (field: string) => string | null;
}

/** Which bulletin, where, how often it is read. */
export function WhatFields({ fields, set, fieldError }: FieldsProps) {
  const { t, language } = useText();
  const approved = useApprovedBulletins();
  const chosen = useBulletin(fields.bulletinId || undefined);
  const choices = useChoices();
  const bulletins = approved.data ?? [];
  // One that waits for approval may be planned already; it sounds only once it is approved.
  const isListed = bulletins.some(({ id }) => id === fields.bulletinId);
  const listed = chosen.data && !isListed ? [chosen.data, ...bulletins] : bulletins;
  return (
    <section className="card column">
      <h2>{t('schedules.what')}</h2>
      <NativeSelect
        label={t('schedules.bulletin')}
        description={listed.length === 0 && !approved.isPending ? t('schedules.noBulletins') : undefined}
        value={fields.bulletinId}
        onChange={(event) => set({ bulletinId: event.currentTarget.value })}
        error={fieldError('bulletinId')}
        data={[
          { value: '', label: t('emergency.choose') },
          ...listed.map(({ id, title }) => ({ value: id, label: title })),
        ]}
      />
      <TextInput
        label={t('schedules.name')}
        description={t('common.optional')}
        value={fields.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        maxLength={200}
        error={fieldError('name')}
      />
      <ZonePicker
        value={fields.zoneIds}
        onChange={(zoneIds) => set({ zoneIds })}
        error={fieldError('zoneIds')}
      />
      <div className="halves">
        <NativeSelect
          label={t('emergency.repeats')}
          value={String(fields.repeats)}
          onChange={(event) => set({ repeats: Number(event.currentTarget.value) })}
          data={REPEATS.map((count) => ({ value: String(count), label: t('emergency.times', { count }) }))}
        />
        <NativeSelect
          label={t('bulletins.chime')}
          value={fields.chime ?? OWN}
          onChange={({ currentTarget: { value } }) => set({ chime: value === OWN ? null : value })}
          data={[
            { value: OWN, label: t('schedules.chimeOwn') },
            { value: '', label: t('bulletins.chimeNone') },
            ...(choices.data?.chimes ?? []).map(({ id, name }) => ({ value: id, label: name[language] })),
          ]}
        />
      </div>
      <Switch
        checked={fields.enabled}
        onChange={(event) => set({ enabled: event.currentTarget.checked })}
        label={t('schedules.enabled')}
        description={t('schedules.enabledHelp')}
      />
    </section>
  );
}
