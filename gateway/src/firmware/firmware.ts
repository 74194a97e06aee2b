import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { newSecret } from '../core/ids.ts';
import type { ButtonDevice, GatewayPlace, RelayDevice } from './place.ts';
import { buttonSetUp, refuseTooMany, relaySetUp, type SetUp, type Templates } from './recipes.ts';

/** What is put into a device so that it speaks to this gateway: made when its password is known, kept nowhere. */
export interface Firmware {
  /** Throws `firmware.too-many-channels`. */
  refuseTooMany(driver: RelayDevice['driver'], channels: number): void;
  relay(relay: Omit<RelayDevice, 'localPassword'>): Promise<SetUp>;
  button(button: Omit<ButtonDevice, 'localPassword'>): Promise<SetUp>;
}

export interface FirmwareParts {
  readonly templates: Templates;
  readonly gateway: () => Promise<GatewayPlace>;
}

export function createFirmware({ templates, gateway }: FirmwareParts): Firmware {
  return {
    refuseTooMany,
    relay: async (relay) => relaySetUp({ ...relay, localPassword: newSecret() }, await gateway(), templates),
    button: async (button) => buttonSetUp({ ...button, localPassword: newSecret() }, await gateway(), templates),
  };
}

/** Read when they are needed, so that a village may correct one without a restart. */
export function templatesIn(folder: string): Templates {
  return (path) => readFileSync(join(folder, path), 'utf8');
}
