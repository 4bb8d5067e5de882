import type { ReactNode } from 'react';
import type { Spoken } from '../../editor-routes.ts';

/** The spoken text, with what is read otherwise than it is written marked; the written form is its tooltip. */
export function SpokenText({ lines }: Pick<Spoken, 'lines'>) {
  return lines.map((line, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its place
    <p key={index}>{marked(line)}</p>
  ));
}

function marked({ spoken, tokens }: Spoken['lines'][number]): ReactNode[] {
  const parts: ReactNode[] = [];
  let end = 0;
  for (const piece of tokens) {
    const start = piece.spoken === '' ? -1 : spoken.indexOf(piece.spoken, end);
    if (start < 0) continue;
    parts.push(
      spoken.slice(end, start),
      <mark key={start} title={piece.text}>
        {piece.spoken}
      </mark>,
    );
    end = start + piece.spoken.length;
  }
  return [...parts, spoken.slice(end)];
}
