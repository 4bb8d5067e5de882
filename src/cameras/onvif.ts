import { type Onvif, OnvifError } from '../protocols/onvif/index.ts';

const away = () => new OnvifError('unreachable', 'nobody is asked yet');

/** ONVIF as this slice uses it. */
export const onvif: Onvif = {
  discover: async () => ({ found: [], interfaces: [], refused: 0 }),
  sweep: async () => [],
  connect: async () => {
    throw away();
  },
  pullPoint: () => {
    throw away();
  },
};
