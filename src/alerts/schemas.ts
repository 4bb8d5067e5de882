import { type Static, Type } from 'typebox';

export const SEVERITIES = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

interface BothLanguages {
  vi: string;
  en: string;
}

/** A cause that somebody should know of. `{name}` in the texts is filled from the details of the alert. */
export interface AlertRule {
  /** `slice.cause`: `speaker.offline` */
  id: string;
  severity: Severity;
  /** What is the matter, in a few words. */
  title: BothLanguages;
  /** What to do about it. */
  advice: BothLanguages;
}

/** Facts about one alert: they fill the texts, the panel may show them. No secrets. */
export const AlertDetails = Type.Record(
  Type.String(),
  Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]),
);
export type AlertDetails = Static<typeof AlertDetails>;

const Instant = Type.Integer({ description: 'UTC ms' });
const MaybeInstant = Type.Union([Instant, Type.Null()]);

export const Alert = Type.Object({
  id: Type.String({ description: 'UUIDv7' }),
  rule: Type.String(),
  subject: Type.String({ description: 'What it is about: one open alert per rule and subject' }),
  severity: Type.Enum(SEVERITIES),
  title: Type.String(),
  titleEn: Type.String(),
  advice: Type.String(),
  adviceEn: Type.String(),
  details: AlertDetails,
  openedAt: Instant,
  lastAt: Type.Integer({ description: 'When it was raised last, UTC ms' }),
  count: Type.Integer({ description: 'How many times it was raised while open' }),
  acknowledgedAt: MaybeInstant,
  acknowledgedBy: Type.Union([Type.String({ description: 'Name of the person' }), Type.Null()]),
  snoozedUntil: MaybeInstant,
  clearedAt: MaybeInstant,
});
export type Alert = Static<typeof Alert>;

/** open: needs somebody now · snoozed: open, but put off · cleared: over. */
export const ALERT_STATES = ['open', 'snoozed', 'cleared', 'all'] as const;
export type AlertState = (typeof ALERT_STATES)[number];
