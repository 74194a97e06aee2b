import type { Village } from '../../../gateway/src/contract/index.ts';
import type { Services } from '../../../gateway/src/http/ports.ts';
import { at, type Teller } from './fake.ts';

export const village: Village = {
  id: 'thon-ngot',
  name: 'Thôn Ngọt',
  timeZone: 'Asia/Ho_Chi_Minh',
  version: '0.1.0',
  clock: { trusted: true, reason: 'ntp' },
  light: { colour: 'green', reasons: [] },
  now: at,
};

/** But for the snapshot, which is of everything. */
export const fakeVillage = ({ tell }: Teller): Omit<Services['village'], 'snapshot'> => ({
  get: () => village,
  change: async ({ name }) => tell(`village ${name}`, { ...village, name }),
  confirmClock: async () => tell('confirm clock', village),
  health: () => ({
    status: 'ok',
    version: village.version,
    uptimeSeconds: 1,
    panels: 0,
    mqtt: { connected: true },
    ffmpeg: { present: true },
    loops: [],
  }),
});
