import type { CameraEventSettings } from '../../contract/index.ts';
import { readJson } from '../../storage/json-column.ts';
import type { CameraEventPorts } from './ports.ts';

const key = 'camera-event.settings';

export const standard: CameraEventSettings = {
  days: 30,
  megabytes: 2_000,
  clipsOf: ['motion', 'tamper', 'line-crossed'],
  warning: { recordingId: null, from: '22:00', to: '05:00', cameraIds: [] },
};

/** How events are kept and what they propose, as the village set it. */
export function createEventSettings(settings: CameraEventPorts['settings']) {
  let chosen = standard;
  return {
    now: (): CameraEventSettings => chosen,
    async change(wanted: CameraEventSettings): Promise<void> {
      await settings.set(key, JSON.stringify(wanted));
      chosen = wanted;
    },
    async start(): Promise<void> {
      const kept = await settings.get(key);
      chosen = { ...standard, ...(kept === null ? {} : readJson<Partial<CameraEventSettings>>(kept, {})) };
    },
  };
}

export type EventSettings = ReturnType<typeof createEventSettings>;
