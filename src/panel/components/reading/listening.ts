import { useState } from 'react';
import { type Heard, usePreview } from '../../api/bulletins.ts';
import type { Read } from '../../api/readings.ts';

/** How a text sounds. */
export type Sound = Omit<Read<Heard>, 'text' | 'chime' | 'framed'>;

/** Listening to a text from a place in it: without chime, greeting and closing, on this machine only. */
export function useListening(sound: Sound) {
  const preview = usePreview();
  const [at, setAt] = useState<string>();
  const { isPending, data, error } = preview;
  return {
    /** From where; the name that `play` was given. */
    at,
    state: isPending ? ('rendering' as const) : data ? ('playing' as const) : ('idle' as const),
    audioUrl: data?.audioUrl,
    error,
    play: (from: string, text: string) => {
      setAt(from);
      preview.mutate({ ...sound, text, chime: '', framed: false });
    },
    stop: () => {
      setAt(undefined);
      preview.reset();
    },
  };
}

export type Listening = ReturnType<typeof useListening>;
