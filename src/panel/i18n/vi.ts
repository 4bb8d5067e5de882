import readings from './vi/readings.ts';
import start from './vi-start.ts';

/** Every text of the panel in Vietnamese; its shape is what the other languages must have. */
export default { ...start, ...readings };
