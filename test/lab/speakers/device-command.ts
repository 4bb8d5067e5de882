/** A command as the README of the speakers slice describes it. */
export interface DeviceCommand {
  v: number;
  type: 'prefetch' | 'play' | 'stop' | 'volume' | 'test';
  id: string;
  playoutId?: string | null;
  url?: string;
  sha256?: string;
  bytes?: number;
  durationMs?: number;
  startAt?: number;
  expiresAt?: number;
  priority?: 'normal' | 'priority' | 'emergency';
  volume?: number;
  issuedAt?: number;
  sentAt: number;
}
