import bulletins from './vi/bulletins.ts';
import emergency from './vi/emergency.ts';
import fields from './vi/fields.ts';
import identity from './vi/identity.ts';
import options from './vi/options.ts';
import playout from './vi/playout.ts';
import schedules from './vi/schedules.ts';
import settings from './vi/settings.ts';
import shell from './vi/shell.ts';
import speakers from './vi/speakers.ts';
import today from './vi/today.ts';

/** The Vietnamese texts of a first visit. */
export default {
  ...shell,
  ...today,
  ...bulletins,
  ...schedules,
  ...speakers,
  ...playout,
  ...emergency,
  ...identity,
  ...settings,
  ...options,
  ...fields,
};
