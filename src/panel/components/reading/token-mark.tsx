import type { KeyboardEvent } from 'react';
import type { ReadToken } from '../../api/readings.ts';
import { useText } from '../../i18n/index.ts';
import type { TokenPopover } from './token-popover.ts';

interface Props {
  id: string;
  token: ReadToken;
  popover: TokenPopover;
}

/** A piece that is said otherwise than written: underlined, and pressed for the how and why. */
export function TokenMark({ id, token, popover }: Props) {
  const { t } = useText();
  const isAsking = token.choices !== undefined && !token.chosen;
  const isOpen = popover.shown?.id === id;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button cannot go over the end of a line as words do
    <span
      role="button"
      tabIndex={0}
      className="token"
      data-state={isAsking ? 'asking' : token.why === 'editor' ? 'decided' : undefined}
      aria-haspopup="dialog"
      aria-expanded={isOpen}
      aria-label={t(isAsking ? 'readings.markAsking' : 'readings.mark', {
        spoken: token.spoken,
        text: token.text,
      })}
      onPointerEnter={(event) => {
        if (event.pointerType === 'mouse') popover.hover(id, token, event.currentTarget);
      }}
      onPointerLeave={popover.leave}
      onFocus={(event) => {
        // Not for a focus that a press gives, nor for the one that comes back when the card is closed.
        if (event.relatedTarget !== null && event.currentTarget.matches(':focus-visible') && !isOpen)
          popover.show(id, token, event.currentTarget, false);
      }}
      onBlur={popover.leave}
      onClick={(event) => popover.show(id, token, event.currentTarget, true)}
      onKeyDown={(event: KeyboardEvent<HTMLElement>) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        popover.show(id, token, event.currentTarget, true);
      }}
    >
      {token.spoken}
    </span>
  );
}
