import type { RelayDriver } from '../../contract/index.ts';

/** How many channels a relay of each family has at most: what its boards have, or its firmware. */
export const mostChannels: Readonly<Record<RelayDriver, number>> = {
  tasmota: 32,
  shelly: 4,
  esphome: 12,
  zigbee2mqtt: 32,
  generic: 32,
};
