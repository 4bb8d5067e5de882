import { Button } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import type { Spoken } from '../../api/speech.ts';
import { useText } from '../../i18n/index.ts';
import { Notice } from '../notice.tsx';
import type { Listening } from './listening.ts';
import { linesOf, openQuestions } from './sentences.ts';
import { type Decide, TokenChoices } from './token-card.tsx';

interface Props {
  spoken: Spoken;
  decide: Decide;
  listening: Listening;
}

/** How many are named before one looks. */
const NAMED = 4;
/** Letters around what is asked about. */
const AROUND = 60;

/** Asks about what can be read in several ways, one after the other. */
export function Questions({ spoken, decide, listening }: Props) {
  const { t } = useText();
  const [isAsking, setAsking] = useState(false);
  /** Put off until the others have been answered. */
  const [later, setLater] = useState<readonly string[]>([]);
  const open = openQuestions(spoken.lines);
  if (open.length === 0) return null;
  const names = open.slice(0, NAMED).map(({ token }) => token.text);
  const list = names.join(', ') + (open.length > NAMED ? '…' : '');
  const current = open.find(({ token }) => !later.includes(token.text)) ?? open[0];
  return (
    <Notice
      tone="warn"
      title={t('readings.open', { count: open.length, list })}
      action={!isAsking && <Button onClick={() => setAsking(true)}>{t('readings.answer')}</Button>}
    >
      {isAsking && current && (
        <section
          key={current.token.text}
          className="column question"
          aria-label={t('readings.question', { text: current.token.text })}
        >
          <p className="strong">{t('readings.question', { text: current.token.text })}</p>
          <Surroundings
            text={spoken.text}
            line={current.line}
            piece={current.token.text}
            start={current.token.start}
          />
          <TokenChoices token={current.token} decide={decide} />
          <div className="row-wrap">
            <Button
              variant="subtle"
              leftSection={<IconPlayerPlay size={18} aria-hidden />}
              onClick={() => listening.play('question', linesOf(spoken.text)[current.line] ?? '')}
            >
              {t('readings.hearNow')}
            </Button>
            {open.length > 1 && (
              <Button
                variant="subtle"
                onClick={() =>
                  setLater((before) => [
                    ...before.filter((text) => open.some(({ token }) => token.text === text)),
                    current.token.text,
                  ])
                }
              >
                {t('readings.later')}
              </Button>
            )}
            <Button variant="subtle" onClick={() => setAsking(false)}>
              {t('common.close')}
            </Button>
          </div>
        </section>
      )}
    </Notice>
  );
}

interface SurroundingsProps {
  text: string;
  line: number;
  piece: string;
  start: number;
}

function Surroundings({ text, line, piece, start }: SurroundingsProps) {
  const written = linesOf(text)[line] ?? '';
  const at = written.startsWith(piece, start) ? start : written.indexOf(piece);
  if (at < 0) return null;
  const end = at + piece.length;
  const before = written.slice(Math.max(0, at - AROUND), at);
  const behind = written.slice(end, end + AROUND);
  return (
    <p>
      {at > AROUND && '…'}
      {before}
      <mark>{piece}</mark>
      {behind}
      {end + AROUND < written.length && '…'}
    </p>
  );
}
