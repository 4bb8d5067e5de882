import { Button } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import type { Decisions, ReadLine } from '../../api/readings.ts';
import { useText } from '../../i18n/index.ts';
import type { Decide } from './token-card.tsx';

interface Props {
  decisions: Decisions;
  lines: readonly ReadLine[];
  decide: Decide;
}

/** What was decided for this text, each to be taken back. */
export function Decided({ decisions, lines, decide }: Props) {
  const { t } = useText();
  const all = Object.entries(decisions);
  if (all.length === 0) return null;
  return (
    <details>
      <summary>{t('readings.decided', { count: all.length })}</summary>
      <ul className="rows decided">
        {all.map(([text, decision]) => (
          <li key={text} className="rows-item">
            <span className="grow">
              {text}
              {' → '}
              <span className="strong">{wordsOf(text, decision, lines)}</span>
            </span>
            <Button
              variant="subtle"
              leftSection={<IconArrowBackUp size={18} aria-hidden />}
              onClick={() => decide(text, undefined)}
              aria-label={`${t('readings.undo')}: ${text}`}
            >
              {t('readings.undo')}
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}

function wordsOf(text: string, decision: Decisions[string], lines: readonly ReadLine[]): string {
  if (decision && 'say' in decision) return decision.say;
  const token = lines.flatMap(({ tokens }) => tokens).find((one) => one.text === text);
  return token?.choices?.find(({ id }) => id === decision?.choice)?.spoken ?? decision?.choice ?? '';
}
