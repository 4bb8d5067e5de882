import { ActionIcon, Loader, Popover } from '@mantine/core';
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { Fragment, type ReactNode, useEffect, useRef } from 'react';
import type { ReadToken } from '../../api/readings.ts';
import type { Spoken } from '../../api/speech.ts';
import { useText } from '../../i18n/index.ts';
import type { Listening } from './listening.ts';
import { sentencesOf, textFrom } from './sentences.ts';
import { type Decide, TokenCard } from './token-card.tsx';
import { TokenMark } from './token-mark.tsx';
import { useTokenPopover } from './token-popover.ts';
import './reading.css';

interface Props {
  spoken: Spoken;
  /** Undefined: nothing can be decided here. */
  decide?: Decide;
  /** Undefined: nothing can be listened to here. */
  listening?: Listening;
  /** In a dialog, which keeps the focus to itself: told while a card is open, whose is the Escape key then. */
  onCard?: (isOpen: boolean) => void;
}

/** What will be said, sentence by sentence; what is said otherwise than written is marked and explains itself. */
export function SpokenLines({ spoken, decide, listening, onCard }: Props) {
  const { t } = useText();
  const box = useRef<HTMLDivElement>(null);
  const popover = useTokenPopover(box);
  const marked = (parts: (string | ReadToken)[], key: string): ReactNode =>
    parts.map((part, index) => {
      const own = `${key}.${index}`;
      return (
        <Fragment key={own}>
          {typeof part === 'string' ? part : <TokenMark token={part} popover={popover} id={own} />}
        </Fragment>
      );
    });
  const { shown } = popover;
  const isCardOpen = shown !== undefined;
  useEffect(() => onCard?.(isCardOpen), [onCard, isCardOpen]);
  return (
    <div ref={box} className="spoken-lines">
      {spoken.lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its place
        <div key={index} className="spoken-line">
          {sentencesOf(line).map(({ at, parts }) => {
            const key = `${index}.${at}`;
            const isSaid = parts.length > 0;
            return (
              <div key={at} className="spoken-sentence">
                {listening && isSaid && (
                  <PlayFrom
                    words={t('readings.from', { words: beginning(parts) })}
                    state={listening.at === key ? listening.state : 'idle'}
                    onPlay={() => listening.play(key, textFrom(spoken.text, spoken.lines, index, at))}
                    onStop={listening.stop}
                  />
                )}
                <p>{marked(parts, key)}</p>
              </div>
            );
          })}
        </div>
      ))}
      <Popover
        opened={isCardOpen}
        onChange={(opened) => !opened && popover.close()}
        trapFocus={shown?.isOpen === true}
        position="bottom-start"
        withinPortal={onCard === undefined}
        withRoles={false}
        width={320}
        transitionProps={{ duration: 0 }}
        shadow="md"
      >
        <Popover.Target>
          <span className="token-anchor" style={shown?.place} aria-hidden />
        </Popover.Target>
        <Popover.Dropdown
          role="dialog"
          aria-label={shown && t('readings.card', { text: shown.token.text })}
          onPointerEnter={popover.stay}
          onPointerLeave={popover.leave}
          onPointerDown={popover.pin}
          className="token-dropdown"
        >
          {shown && (
            <TokenCard
              key={shown.id}
              token={shown.token}
              decide={
                decide &&
                ((written, decision) => {
                  popover.close();
                  decide(written, decision);
                })
              }
            />
          )}
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}

interface PlayFromProps {
  words: string;
  state: Listening['state'];
  onPlay: () => void;
  onStop: () => void;
}

function PlayFrom({ words, state, onPlay, onStop }: PlayFromProps) {
  const { t } = useText();
  const isIdle = state === 'idle';
  return (
    <ActionIcon
      variant={isIdle ? 'subtle' : 'light'}
      size={32}
      aria-label={isIdle ? words : t('readings.stop')}
      title={isIdle ? t('readings.fromHere') : t('readings.stop')}
      onClick={isIdle ? onPlay : onStop}
    >
      {state === 'rendering' && <Loader size={16} aria-hidden />}
      {state === 'playing' && <IconPlayerStop size={18} />}
      {isIdle && <IconPlayerPlay size={18} />}
    </ActionIcon>
  );
}

/** The first words of a sentence, to tell its button from the others. */
function beginning(parts: (string | ReadToken)[]): string {
  const text = parts.map((part) => (typeof part === 'string' ? part : part.spoken)).join('');
  return text.split(/\s+/).slice(0, 6).join(' ');
}
