import type { CameraEvent, CameraEventSettingsState, CameraWarning } from '../../../gateway/src/contract/index.ts';
import { notFound } from '../../../gateway/src/core/errors.ts';
import { broadcast } from './broadcasts.ts';
import { at, type Fake } from './fake.ts';

export const cameraEvent: CameraEvent = {
  ...{ id: 'su-kien-1', cameraId: 'cong', cameraName: 'Cổng thôn', kind: 'motion' },
  ...{ startedAt: at, endedAt: at, ending: 'said', times: 1, stillAt: at },
  clip: { state: 'ready', from: at, to: at, bytes: 1_900_000, why: null },
  ...{ duringBroadcast: null, warning: null, kept: false, by: null, note: null, noteBy: null },
};

const cameraEventSettings: CameraEventSettingsState = {
  ...{ days: 30, megabytes: 2_000, clipsOf: ['motion'], heldBytes: 1_900_000, keptBytes: 0, fault: null },
  warning: { recordingId: 'ban-tin', from: '22:00', to: '05:00', cameraIds: ['cong'] },
};

const cameraWarning: CameraWarning = {
  ...{ id: 'de-nghi-1', eventId: 'su-kien-1', cameraId: 'cong', cameraName: 'Cổng thôn' },
  ...{ at, zoneIds: ['dau-thon'], recordingId: 'ban-tin', expiresAt: at },
};

export const fakeCameraEvents: Fake<'cameraEvents'> = ({ the, tell }) => ({
  list: async () => ({ items: [cameraEvent], next: null }),
  get: async (id) => the('camera-event', cameraEvent, id),
  change: async (id) => tell(`camera event ${id}`, the('camera-event', cameraEvent, id)),
  remove: async (id) => tell(`no camera event ${the('camera-event', cameraEvent, id).id}`, undefined),
  snapshot: async ({ cameraId }, { login }) => tell(`${login} keeps a picture of ${cameraId}`, cameraEvent),
  still: (id) => Promise.reject(notFound('camera-still', id)),
  clip: (id) => Promise.reject(notFound('camera-clip', id)),
  gaps: async () => [],
  settings: async () => cameraEventSettings,
  changeSettings: async (settings) => tell('camera event settings', { ...cameraEventSettings, ...settings }),
});

export const fakeCameraWarnings: Fake<'cameraWarnings'> = ({ the, tell }) => ({
  list: () => [cameraWarning],
  air: async (id, answer, { login }) =>
    tell(`${login} airs ${the('camera-warning', cameraWarning, id).id} as ${answer.id}`, broadcast),
  dismiss: (id) => tell(`dismiss ${the('camera-warning', cameraWarning, id).id}`, undefined),
});
