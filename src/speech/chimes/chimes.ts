/** One tone of a chime. */
export interface Tone {
  /** Start, in seconds from the start of the chime. */
  readonly at: number;
  readonly seconds: number;
  readonly hz: number;
  /** A bell dies away; a horn holds and glides to `toHz`. */
  readonly kind: 'bell' | 'horn';
  readonly toHz?: number;
}

/** What may sound in front of a bulletin. */
export interface Chime {
  readonly id: string;
  readonly name: { readonly vi: string; readonly en: string };
  readonly target: 'bulletin' | 'emergency';
}

/** One that the project made: tones as data. */
export interface MadeChime extends Chime {
  readonly tones: readonly Tone[];
  /** Silence behind the last tone, in seconds. */
  readonly rest: number;
  /** Linear gain that brings it to −16 LUFS (dual mono), measured. */
  readonly gain: number;
}

const bell = (at: number, hz: number, seconds = 1.4): Tone => ({ at, hz, seconds, kind: 'bell' });
const horn = (at: number, hz: number, toHz: number, seconds: number): Tone => ({
  at,
  hz,
  toHz,
  seconds,
  kind: 'horn',
});

/** The chimes made by the project, the first of each kind being its default. */
export const CHIMES: readonly MadeChime[] = [
  {
    id: 'chuong-ba-not',
    name: { vi: 'Chuông ba nốt', en: 'Three-note chime' },
    target: 'bulletin',
    tones: [bell(0, 523.25), bell(0.55, 659.25), bell(1.1, 783.99, 2)],
    rest: 0.3,
    gain: 0.325,
  },
  {
    id: 'chuong-mot-not',
    name: { vi: 'Chuông một nốt', en: 'Single chime' },
    target: 'bulletin',
    tones: [bell(0, 659.25, 2.2)],
    rest: 0.3,
    gain: 0.48,
  },
  {
    id: 'chuong-hai-not',
    name: { vi: 'Chuông hai nốt', en: 'Two-note chime' },
    target: 'bulletin',
    tones: [bell(0, 783.99), bell(0.7, 587.33, 2)],
    rest: 0.3,
    gain: 0.373,
  },
  {
    id: 'coi-khan-cap',
    name: { vi: 'Còi khẩn cấp', en: 'Emergency siren' },
    target: 'emergency',
    tones: [horn(0, 500, 1100, 1.2), horn(1.2, 500, 1100, 1.2), horn(2.4, 500, 1100, 1.2)],
    rest: 0.4,
    gain: 0.136,
  },
  {
    id: 'coi-hai-am',
    name: { vi: 'Còi hai âm', en: 'Two-tone alarm' },
    target: 'emergency',
    tones: [0, 1, 2, 3].flatMap((n) => [horn(n * 0.8, 960, 960, 0.4), horn(n * 0.8 + 0.4, 770, 770, 0.4)]),
    rest: 0.4,
    gain: 0.137,
  },
];
