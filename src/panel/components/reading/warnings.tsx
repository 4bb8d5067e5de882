import { Button } from '@mantine/core';
import { IconAlertTriangle, IconArrowRight } from '@tabler/icons-react';
import type { Spoken } from '../../api/speech.ts';
import { useText } from '../../i18n/index.ts';
import { rangeOf } from './sentences.ts';

interface Props {
  spoken: Spoken;
  /** Shows the place in the text. */
  onJump: (start: number, end: number) => void;
}

const SHOWN_LETTERS = 90;
/** Who has more than this reads the text again anyway. */
const SHOWN = 20;

/** What an announcer would stumble over, each with the way to its place. */
export function Warnings({ spoken, onJump }: Props) {
  const { t } = useText();
  const all = spoken.lines.flatMap(({ warnings }, line) => warnings.map((warning) => ({ ...warning, line })));
  if (all.length === 0) return null;
  return (
    <section className="column-tight" aria-label={t('readings.warnings', { count: all.length })}>
      <h2 className="reading-heading">{t('readings.warnings', { count: all.length })}</h2>
      <ul className="rows">
        {all.slice(0, SHOWN).map(({ code, text, suggestions = [], line }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: warnings have no identity but their place
          <li key={index} className="reading-warning">
            <IconAlertTriangle size={20} aria-hidden />
            <span className="grow column-tight">
              <span>{t(`readings.warningCodes.${code}`)}</span>
              <span className="muted small">
                {t('readings.quote', { text: shortened(text) })}
                {suggestions.length > 0 &&
                  ` ${t('readings.suggestions', { list: suggestions.slice(0, 3).join(', ') })}`}
              </span>
            </span>
            <Button
              variant="subtle"
              rightSection={<IconArrowRight size={18} aria-hidden />}
              onClick={() => onJump(...rangeOf(spoken.text, line, text))}
              aria-label={t('readings.jumpTo', { text: shortened(text) })}
            >
              {t('readings.jump')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

const shortened = (text: string) => (text.length > SHOWN_LETTERS ? `${text.slice(0, SHOWN_LETTERS)}…` : text);
