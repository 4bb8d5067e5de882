import type { StreamInit } from '../../cameras/parts.ts';

/** What the station says of a stream before its first bytes. */
export type StreamAbout = Omit<StreamInit, 'data'>;

/** Why the camera gives no picture, in both languages, as the station says it. */
export interface Lost {
  reason: string;
  text: string;
  textEn: string;
}

/** What one live picture is doing. */
export type LiveState =
  | { is: 'connecting' }
  /** `about` is undefined for what the station has converted. */
  | { is: 'playing'; about: StreamAbout | undefined }
  /** `station`: the connection to it broke; `waiting`: it stands, and nothing comes. */
  | { is: 'lost'; why: Lost | 'station' | 'waiting' }
  /** The browser plays nothing until somebody presses. */
  | { is: 'blocked' }
  /** This browser does not decode it. */
  | { is: 'undecodable'; about: StreamAbout }
  /** The session has ended. */
  | { is: 'refused' };

/** A live picture under way. */
export interface Player {
  /** After somebody has pressed, where the browser wanted that. */
  resume(): void;
  setMuted(isMuted: boolean): void;
  close(): void;
}

export interface PlayerOptions {
  cameraId: string;
  stream: 'main' | 'sub';
  muted: boolean;
  onState: (state: LiveState) => void;
  /** The station takes no connection: it is away, or the session has ended without a word. */
  onDoubt: () => void;
}

/** How long nothing may come before the picture counts as standing, ms. */
export const STALE_MS = 5_000;
