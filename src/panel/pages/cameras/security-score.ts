import type { Tone } from '../../components/status-pill.tsx';

/** Points from which a camera counts as in order, and as passable; below that the station raises an alert. */
const GOOD = 80;
const FAIR = 50;

export const scoreTone = (score: number): Tone => (score >= GOOD ? 'good' : score >= FAIR ? 'warn' : 'bad');

/** @param score of the last security check; null before the first */
export const isInsecure = (score: number | null): boolean => score !== null && score < FAIR;
