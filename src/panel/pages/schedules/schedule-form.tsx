import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useLocation } from 'wouter';
import type { Schedule } from '../../../broadcast/schemas.ts';
import { isConflict } from '../../api/http.ts';
import { useCreateSchedule, useDeleteSchedule, useUpdateSchedule } from '../../api/schedules.ts';
import { useRight } from '../../api/session.ts';
import { Conflict } from '../../components/conflict.tsx';
import { Confirm } from '../../components/dialog.tsx';
import { Failure, useFieldError } from '../../components/failure.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useToast } from '../../components/toast.ts';
import { useUnsaved } from '../../components/unsaved.tsx';
import { useText } from '../../i18n/index.ts';
import { Occurrences } from './occurrences.tsx';
import { isComplete, toInput, useScheduleFields } from './schedule-fields.ts';
import { WhatFields } from './what-fields.tsx';
import { WhenFields } from './when-fields.tsx';
import './schedule-form.css';

const FIELDS = ['bulletinId', 'name', 'zoneIds', 'date', 'days', 'times', 'from', 'to', 'except', 'repeats'];

/** Plans a bulletin, and shows all the while when it will sound and what speaks against it. */
export function ScheduleForm({ schedule }: { schedule: Schedule | undefined }) {
  const { t } = useText();
  const toast = useToast();
  const [, navigate] = useLocation();
  const form = useScheduleFields(schedule);
  const create = useCreateSchedule();
  const update = useUpdateSchedule(schedule?.id ?? '');
  const remove = useDeleteSchedule();
  const mayWrite = useRight('schedule.write');
  const [isAsking, setAsking] = useState(false);
  const leave = useUnsaved(form.isChanged);
  const saving = schedule ? update : create;
  const fieldError = useFieldError(saving.error);

  const finish = () => {
    leave();
    toast(t('schedules.saved'));
    navigate('/schedules');
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = toInput(form.fields);
    if (schedule) update.mutate({ ...body, version: form.version }, { onSuccess: finish });
    else create.mutate(body, { onSuccess: finish });
  };
  const deleteIt = (id: string) =>
    remove.mutate(id, {
      onSuccess: () => {
        leave();
        navigate('/schedules');
      },
    });

  return (
    <form onSubmit={submit}>
      <PageHeader
        title={schedule ? schedule.name || schedule.bulletinTitle : t('schedules.add')}
        actions={
          schedule &&
          mayWrite && (
            <Button variant="default" onClick={() => setAsking(true)}>
              {t('schedules.delete')}
            </Button>
          )
        }
      />
      <div className="split">
        <fieldset className="column schedule-fields" disabled={!mayWrite}>
          <WhatFields fields={form.fields} set={form.set} fieldError={fieldError} />
          <WhenFields fields={form.fields} set={form.set} fieldError={fieldError} />
        </fieldset>
        <div className="column schedule-side">
          {/* The station tells it to those who plan; everybody sees it in the week. */}
          {mayWrite && (
            <Occurrences
              input={isComplete(form.fields) ? toInput(form.fields) : undefined}
              id={schedule?.id}
            />
          )}
          {isConflict(saving.error) ? (
            <Conflict
              topic="schedules"
              onReload={() => {
                form.clear();
                saving.reset();
              }}
            />
          ) : (
            <Failure error={saving.error} except={FIELDS} />
          )}
          {mayWrite && (
            <Button type="submit" size="md" loading={saving.isPending} disabled={!isComplete(form.fields)}>
              {t('schedules.save')}
            </Button>
          )}
        </div>
      </div>
      {schedule && (
        <Confirm
          opened={isAsking}
          onClose={() => setAsking(false)}
          title={t('schedules.deleteTitle')}
          verb={t('schedules.delete')}
          onConfirm={() => deleteIt(schedule.id)}
          busy={remove.isPending}
          error={remove.error}
        >
          {t('schedules.deleteText')}
        </Confirm>
      )}
    </form>
  );
}
