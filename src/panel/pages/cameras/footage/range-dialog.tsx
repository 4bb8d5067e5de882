import { Textarea, TextInput } from '@mantine/core';
import { type ReactNode, useRef, useState } from 'react';
import type { TimelineView } from '../../../../cameras/recording/schemas.ts';
import { localDay } from '../../../../clock.ts';
import { Dialog } from '../../../components/dialog.tsx';
import { DialogForm } from '../../../components/dialog-form.tsx';
import { useFieldError } from '../../../components/failure.tsx';
import { dayText } from '../../../format/time.ts';
import { useText } from '../../../i18n/index.ts';
import { gapsWithin } from './gaps-within.ts';
import { MissingList } from './missing-list.tsx';
import { MomentField } from './moment-field.tsx';
import type { Shown } from './timeline-view.ts';

interface Props {
  title: string;
  note: ReactNode;
  verb: string;
  range: Shown;
  /** Of the day. */
  gaps: TimelineView['gaps'];
  busy: boolean;
  error: unknown;
  onClose: () => void;
  onSubmit: (range: Shown, reason: string) => void;
  /** Who outside asked for it, in words; it goes into the reason. */
  asksWho?: boolean;
}

const SECOND_MS = 1_000;
/** What the station asks of a reason, without who asked. */
const REASON_MIN = 10;
/** Leaves room for who asked, within what the station takes. */
const REASON_MAX = 380;
/** More of them would push the rest of the form out of sight. */
const GAPS_SHOWN = 4;

/** A part of a recording and why: to keep it, or to take it out. */
export function RangeDialog({
  title,
  note,
  verb,
  range,
  gaps,
  busy,
  error,
  onClose,
  onSubmit,
  asksWho = false,
}: Props) {
  const { t, language } = useText();
  const fieldError = useFieldError(error);
  // The fields show whole seconds, and what is shown is what is asked for: nothing of the picture is left out.
  const [from, setFrom] = useState(Math.floor(range.from / SECOND_MS) * SECOND_MS);
  const [to, setTo] = useState(Math.ceil(range.to / SECOND_MS) * SECOND_MS);
  const [reason, setReason] = useState('');
  const [who, setWho] = useState('');
  const missing = gapsWithin(gaps, { from, to });
  const missingMs = missing.reduce((sum, gap) => sum + gap.to - gap.from, 0);
  const [isTold, setTold] = useState(false);
  const whoInput = useRef<HTMLInputElement>(null);
  const reasonInput = useRef<HTMLTextAreaElement>(null);
  const isNobody = asksWho && who.trim() === '';
  const isShort = reason.trim().length < REASON_MIN;
  const day = localDay(range.from);
  const submit = () => {
    setTold(true);
    const missed = isNobody ? whoInput : isShort ? reasonInput : undefined;
    if (missed) {
      missed.current?.focus();
      return;
    }
    const asked = who.trim() && t('footage.askedBy', { who: who.trim(), reason: reason.trim() });
    onSubmit({ from, to }, asked || reason.trim());
  };
  return (
    <Dialog opened onClose={onClose} title={title} closeBeside={false} changed={reason !== '' || who !== ''}>
      <DialogForm
        onSubmit={submit}
        onCancel={onClose}
        verb={verb}
        busy={busy}
        error={error}
        except={['from', 'to', 'reason']}
      >
        <p className="muted">{note}</p>
        <p className="strong">{dayText(day, language)}</p>
        <div className="halves">
          <MomentField
            label={t('footage.from')}
            day={day}
            value={from}
            onChange={setFrom}
            error={fieldError('from')}
          />
          <MomentField
            label={t('footage.to')}
            day={day}
            value={to}
            onChange={setTo}
            error={fieldError('to')}
          />
        </div>
        <MissingList gaps={missing} ms={missingMs} most={GAPS_SHOWN} />
        {asksWho && (
          <TextInput
            label={t('footage.who')}
            description={t('footage.whoNote')}
            ref={whoInput}
            value={who}
            onChange={(event) => setWho(event.currentTarget.value)}
            maxLength={100}
            autoComplete="off"
            data-autofocus
            error={isTold && isNobody && t('footage.whoMissing')}
            aria-required
          />
        )}
        <Textarea
          label={t('footage.reason')}
          description={t('footage.reasonNote')}
          ref={reasonInput}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          maxLength={REASON_MAX}
          error={isTold && isShort ? t('footage.reasonShort') : fieldError('reason')}
          autosize
          minRows={2}
          data-autofocus={!asksWho || undefined}
          aria-required
        />
      </DialogForm>
    </Dialog>
  );
}
