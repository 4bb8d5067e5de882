import { type ComponentType, lazy } from 'react';

/** A file of the panel could not be fetched: the station is away, or was updated and has other files now. */
export class PartMissing extends Error {
  override readonly name = 'PartMissing';
}

/** A component that is fetched when it is first shown. A Boundary above it says what to do where that fails. */
export function part<P>(load: () => Promise<{ default: ComponentType<P> }>) {
  return lazy(() =>
    load().catch((cause: unknown) => {
      throw new PartMissing('a part of the panel is missing', { cause });
    }),
  );
}
