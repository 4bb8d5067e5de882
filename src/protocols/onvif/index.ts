/**
 * ONVIF as a client: discover() and sweep() find devices, connect() reads and steers one, pullPoint() hears its
 * events. All four survive any answer.
 */
export { OnvifError, type OnvifErrorKind } from './error.ts';
export type * from './types.ts';
