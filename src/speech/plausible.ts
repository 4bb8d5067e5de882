import { AppError } from '../errors.ts';
import { charactersOf, type Segment } from './segments.ts';

/** Nobody says a character in less than 15 ms, or takes more than two seconds to name it: throws `speech.cut_off`. */
export function refuseImplausible(segments: readonly Segment[], durationMs: number, speed: number): void {
  const perCharacter = (durationMs * speed) / charactersOf(segments);
  if (perCharacter < 15 || (perCharacter > 2_000 && durationMs > 10_000))
    throw new AppError('speech.cut_off');
}
