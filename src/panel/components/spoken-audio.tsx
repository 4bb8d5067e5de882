import type { ComponentProps } from 'react';

type Props = ComponentProps<'audio'> & { 'aria-label': string };

/**
 * A sound to listen to here, with the browser's own controls. Without captions: what made speech says stands written
 * beside it, and recordings of people have no text.
 */
export function SpokenAudio(props: Props) {
  return <audio controls {...props} />;
}
