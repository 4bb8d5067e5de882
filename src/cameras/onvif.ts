import { connect, discover, type Onvif, pullPoint, sweep } from '../protocols/onvif/index.ts';

/** ONVIF as this slice uses it; tests of its parts hand in others. */
export const onvif: Onvif = { connect, discover, pullPoint, sweep };
