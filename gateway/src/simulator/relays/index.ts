import type { RelayDriver } from '../../contract/index.ts';
import { createEsphomeRelay } from './esphome.ts';
import { createGenericRelay } from './generic.ts';
import { createShellyRelay } from './shelly.ts';
import type { SimulatedRelay, SimulatedRelayParts } from './simulated-relay.ts';
import { createTasmotaRelay } from './tasmota.ts';
import { createZigbee2mqttRelay } from './zigbee2mqtt.ts';

/** A simulated relay of each family. */
export const simulatedRelays: Readonly<Record<RelayDriver, (parts: SimulatedRelayParts) => SimulatedRelay>> = {
  tasmota: createTasmotaRelay,
  shelly: createShellyRelay,
  esphome: createEsphomeRelay,
  zigbee2mqtt: createZigbee2mqttRelay,
  generic: createGenericRelay,
};
