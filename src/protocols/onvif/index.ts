/**
 * ONVIF as a client: discover() and sweep() find devices, connect() reads and steers one, pullPoint() hears its
 * events. All four survive any answer: see README.md for what is guarded and how.
 */
export { tellsAnybody } from './anybody.ts';
export { connect } from './connect.ts';
export { discover } from './discover.ts';
export { OnvifError, type OnvifErrorKind } from './error.ts';
export { pullPoint } from './pull-point.ts';
export { rangeAddresses } from './range.ts';
export { sweep } from './sweep.ts';
export type * from './types.ts';
