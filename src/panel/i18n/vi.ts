import actions from './vi/actions.ts';
import advisories from './vi/advisories.ts';
import cameras from './vi/cameras.ts';
import footage from './vi/footage.ts';
import readings from './vi/readings.ts';
import wall from './vi/wall.ts';
import start from './vi-start.ts';

/** Every text of the panel in Vietnamese; its shape is what the other languages must have. */
export default { ...start, ...actions, ...readings, ...cameras, ...advisories, ...wall, ...footage };
