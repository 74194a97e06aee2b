import { airApi } from './api/air.ts';
import { alertsApi } from './api/alerts.ts';
import { camerasApi } from './api/cameras.ts';
import { devicesApi } from './api/devices.ts';
import { createLine } from './api/line.ts';
import { peopleApi } from './api/people.ts';
import { scheduleApi } from './api/schedule.ts';
import { soundsApi } from './api/sounds.ts';
import { villageApi } from './api/village.ts';

export type { Still } from './api/line.ts';
export { ApiProblem, problemOf, readProblem } from './api/problem.ts';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** An id for something this panel asks for, so that asking twice acts once. `crypto.randomUUID` is missing on plain http. */
export function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => alphabet[byte & 31]).join('');
}

export type Api = ReturnType<typeof createApi>;

/** Every command of the gateway, typed by the contract. `onSignedOut` hears of each 401. */
export function createApi(request: typeof fetch, onSignedOut: () => void) {
  const line = createLine(request, onSignedOut);
  return {
    ...villageApi(line),
    ...devicesApi(line),
    ...soundsApi(line),
    ...scheduleApi(line),
    ...airApi(line),
    ...camerasApi(line),
    ...alertsApi(line),
    ...peopleApi(line),
  };
}
