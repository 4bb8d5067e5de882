/** A Vietnamese announcer reads about fourteen letters a second. */
export const LETTER_MS = 70;

/** About how long a text takes, before it has been rendered. */
export function estimateMs(spoken: string, speed: number): number {
  return Math.round((spoken.length * LETTER_MS) / speed);
}
