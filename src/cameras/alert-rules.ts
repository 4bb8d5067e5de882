import type { AlertRule } from '../alerts/index.ts';
import { DISCOVERY_ALERT_RULES } from './discovery/alert-rules.ts';
import { EVENT_ALERT_RULES } from './events/alert-rules.ts';
import { HEALTH_ALERT_RULES } from './health/alert-rules.ts';
import { RECORDING_ALERT_RULES } from './recording/alert-rules.ts';
import { SECURITY_ALERT_RULES } from './security/alert-rules.ts';

/** All that an officer is told about cameras. */
export const ALERT_RULES: AlertRule[] = [
  ...DISCOVERY_ALERT_RULES,
  ...HEALTH_ALERT_RULES,
  ...EVENT_ALERT_RULES,
  ...SECURITY_ALERT_RULES,
  ...RECORDING_ALERT_RULES,
];
