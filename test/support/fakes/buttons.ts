import type { EmergencyButton } from '../../../gateway/src/contract/index.ts';
import { at, type Fake } from './fake.ts';
import { credentials } from './mqtt-accounts.ts';

export const button: EmergencyButton = {
  id: 'nha-van-hoa',
  name: 'Nhà văn hóa',
  driver: 'tasmota',
  holdSeconds: 3,
  gesture: 'hold',
  title: 'Khẩn cấp',
  siren: true,
  recordingId: null,
  zoneIds: null,
  drill: false,
  allClear: null,
  maintenance: false,
  topic: 'loa-thon/thon-ngot/button/nha-van-hoa',
  availability: 'online',
  lastSeenAt: at,
  testingUntil: null,
  lastPress: null,
  problem: null,
};

export const fakeButtons: Fake<'buttons'> = ({ the, tell }) => ({
  list: async () => [button],
  get: async (id) => the('button', button, id),
  create: async ({ name }) => tell(`button ${name}`, { button, credentials }),
  change: async (id) => tell(`button ${id}`, the('button', button, id)),
  remove: async (id) => tell(`no button ${the('button', button, id).id}`, undefined),
  rotate: async (id) => tell(`rotate ${the('button', button, id).id}`, credentials),
  test: async (id, on) => tell(`${on ? 'test' : 'end test of'} ${id}`, the('button', button, id)),
});
