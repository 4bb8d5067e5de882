import { useRef, useState } from 'react';
import { type PastedText, usePastedCheck } from '../../api/pasted.ts';

/** What was put into a field at one place, and what it would be mended. */
interface Offer extends PastedText {
  from: string;
  start: number;
}

interface Field {
  text: string;
  setText: (text: string) => void;
}

/**
 * Looks at what is pasted into a text. Where it is in an old encoding or holds what only printing needs, `offer` is
 * what it could be; nothing changes before `accept`, and `undo` takes that back while the piece stands as it was made.
 */
export function useMending({ text, setText }: Field) {
  const check = usePastedCheck();
  const pasting = useRef<{ before: string; start: number; end: number }>(undefined);
  const [offer, setOffer] = useState<Offer>();
  const [done, setDone] = useState<Offer>();

  const look = (from: string, start: number) => {
    setOffer(undefined);
    setDone(undefined);
    check.mutate(from, {
      onSuccess: (found) => {
        const isSame = found.text === from.trim();
        if (found.encoding !== null || (found.tidied.length > 0 && !isSame))
          setOffer({ ...found, from, start });
      },
    });
  };
  const accepted = offer && placeOf(text, offer.from, offer.start);
  const undoable = done && placeOf(text, done.text, done.start);
  return {
    offer: accepted === undefined ? undefined : offer,
    done: undoable === undefined ? undefined : done,
    onPaste: (field: HTMLTextAreaElement) => {
      pasting.current = { before: field.value, start: field.selectionStart, end: field.selectionEnd };
    },
    /** What the browser has made of the paste: it may have cut it at the end of the field. */
    onChanged: (after: string) => {
      const paste = pasting.current;
      pasting.current = undefined;
      if (!paste) return;
      const from = after.slice(paste.start, after.length - (paste.before.length - paste.end));
      if (from.trim() !== '') look(from, paste.start);
    },
    accept: () => {
      if (!offer || accepted === undefined) return;
      setText(replaced(text, accepted, offer.from, offer.text));
      setDone({ ...offer, start: accepted });
      setOffer(undefined);
    },
    dismiss: () => {
      setOffer(undefined);
      setDone(undefined);
    },
    undo: () => {
      if (done && undoable !== undefined) setText(replaced(text, undoable, done.text, done.from));
      setDone(undefined);
    },
  };
}

export type Mending = ReturnType<typeof useMending>;

/** Where a piece stands now: at its old place, or wherever it has been moved to. */
function placeOf(text: string, piece: string, start: number): number | undefined {
  const at = text.startsWith(piece, start) ? start : text.indexOf(piece);
  return at < 0 ? undefined : at;
}

function replaced(text: string, at: number, old: string, next: string): string {
  return text.slice(0, at) + next + text.slice(at + old.length);
}
