import type { Recording, Zone } from '../contract/index.ts';
import type { Emergencies } from '../emergency/emergency-service.ts';
import type { Firmware } from '../firmware/firmware.ts';
import type { Services } from '../http/ports.ts';

/** What a button needs of others; `app.ts` joins them. */
export interface ButtonPorts {
  readonly emergencies: Pick<Emergencies, 'start' | 'allClear'>;
  /** What is put into a device. */
  readonly firmware: Pick<Firmware, 'button'>;
  readonly zones: () => Promise<readonly Zone[]>;
  readonly recording: (id: string) => Promise<Recording | undefined>;
  readonly audit: Pick<Services['audit'], 'record'>;
}
