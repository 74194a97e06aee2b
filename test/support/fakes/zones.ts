import type { Zone } from '../../../gateway/src/contract/index.ts';
import type { Fake } from './fake.ts';

export const zone: Zone = {
  id: 'dau-thon',
  name: 'Đầu thôn',
  channels: [{ relayId: 'cot-1', channel: 1 }],
  outputId: 'loa',
  volumeDb: 0,
  warmupMs: 3000,
  cooldownMs: 20_000,
  quietHours: { from: '22:00', to: '05:00' },
  minutesPerDay: null,
  turn: null,
  place: { x: 0.3, y: 0.6 },
  power: 'off',
  fault: null,
};

export const fakeZones: Fake<'zones'> = ({ the, tell }) => ({
  list: async () => [zone],
  get: async (id) => the('zone', zone, id),
  create: async ({ name }) => tell(`zone ${name}`, { ...zone, name }),
  change: async (id, change) => tell(`zone ${id}`, { ...the('zone', zone, id), name: change.name ?? zone.name }),
  remove: async (id) => tell(`no zone ${the('zone', zone, id).id}`, undefined),
});
