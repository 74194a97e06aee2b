import type { RelayDriver } from '../../contract/index.ts';
import type { Family } from '../driver.ts';
import { esphome } from './esphome.ts';
import { generic } from './generic.ts';
import { shelly } from './shelly.ts';
import { tasmota } from './tasmota.ts';
import { zigbee2mqtt } from './zigbee2mqtt.ts';

/** Every family by the name a person chooses; one in the contract without a driver does not build. */
export const families: Readonly<Record<RelayDriver, Family>> = { tasmota, shelly, esphome, zigbee2mqtt, generic };
