import { Button, TextInput } from '@mantine/core';
import { IconArrowBackUp, IconCheck, IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import type { Decisions, ReadToken } from '../../api/readings.ts';
import { useText } from '../../i18n/index.ts';

/** Undefined takes the decision back. */
export type Decide = (written: string, decision: Decisions[string] | undefined) => void;

const SAY_MAX = 300;

interface Props {
  token: ReadToken;
  /** Undefined: for reading only. */
  decide: Decide | undefined;
}

/** How a token is read and why, and the ways to have it read otherwise. */
export function TokenCard({ token, decide }: Props) {
  const { t } = useText();
  return (
    <div className="column token-card">
      <div className="column-tight">
        <p>
          <span className="muted">{token.text}</span>
          {' → '}
          <span className="strong">{token.spoken}</span>
        </p>
        <p className="muted small">
          {t(`readings.classes.${token.class}`)} · {t(`readings.whys.${token.why}`)}
        </p>
      </div>
      {decide && <TokenChoices token={token} decide={decide} />}
    </div>
  );
}

/** The readings to choose from, and one's own. */
export function TokenChoices({ token, decide }: { token: ReadToken; decide: Decide }) {
  const { t } = useText();
  const [say, setSay] = useState<string>();
  const use = () => {
    const words = say?.trim();
    if (words) decide(token.text, { say: words });
  };
  const { choices = [], text, spoken, why } = token;
  const isDecided = why === 'editor';
  return (
    <>
      {choices.length > 0 && (
        <ul className="row-wrap" aria-label={t('readings.ways', { text })}>
          {choices.map(({ id, spoken: words }) => (
            <li key={id}>
              <Button
                variant={isDecided && words === spoken ? 'light' : 'default'}
                leftSection={isDecided && words === spoken && <IconCheck size={18} aria-hidden />}
                aria-pressed={isDecided && words === spoken}
                onClick={() => decide(text, { choice: id })}
              >
                {words}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {say === undefined ? (
        <div className="row-wrap">
          <Button
            variant="subtle"
            leftSection={<IconPencil size={18} aria-hidden />}
            onClick={() => setSay(isDecided ? spoken : '')}
          >
            {t('readings.other')}
          </Button>
          {isDecided && (
            <Button
              variant="subtle"
              leftSection={<IconArrowBackUp size={18} aria-hidden />}
              onClick={() => decide(text, undefined)}
            >
              {t('readings.undo')}
            </Button>
          )}
        </div>
      ) : (
        // No form: it stands within one, and Enter must not send that.
        <div className="column-tight">
          <TextInput
            label={t('readings.say', { text })}
            value={say}
            onChange={(event) => setSay(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              event.preventDefault();
              use();
            }}
            maxLength={SAY_MAX}
            spellCheck={false}
            // It has just been asked for.
            autoFocus
          />
          <Button className="fit" disabled={say.trim() === ''} onClick={use}>
            {t('readings.useSay')}
          </Button>
        </div>
      )}
    </>
  );
}
