import actions from './en/actions.ts';
import advisories from './en/advisories.ts';
import bulletins from './en/bulletins.ts';
import cameras from './en/cameras.ts';
import emergency from './en/emergency.ts';
import fields from './en/fields.ts';
import footage from './en/footage.ts';
import identity from './en/identity.ts';
import options from './en/options.ts';
import playout from './en/playout.ts';
import readings from './en/readings.ts';
import schedules from './en/schedules.ts';
import settings from './en/settings.ts';
import shell from './en/shell.ts';
import speakers from './en/speakers.ts';
import today from './en/today.ts';
import wall from './en/wall.ts';
import type vi from './vi.ts';

export default {
  ...shell,
  ...today,
  ...bulletins,
  ...readings,
  ...schedules,
  ...speakers,
  ...playout,
  ...emergency,
  ...identity,
  ...settings,
  ...actions,
  ...options,
  ...fields,
  ...cameras,
  ...advisories,
  ...wall,
  ...footage,
} satisfies typeof vi;
