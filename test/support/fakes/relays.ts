import type { Relay } from '../../../gateway/src/contract/index.ts';
import { at, type Fake } from './fake.ts';
import { credentials } from './mqtt-accounts.ts';

export const relay: Relay = {
  minDrawW: 5,
  maxOnMinutes: 240,
  waiver: null,
  offlineAfterSeconds: 30,
  site: null,
  firmware: null,
  reconnects: { sinceStart: 0, lastDay: 0 },
  id: 'cot-1',
  name: 'Cột 1',
  driver: 'tasmota',
  topic: 'loa-thon/thon-ngot/relays/cot-1',
  template: null,
  availability: 'online',
  lastSeenAt: at,
  wifiPercent: 80,
  maintenance: false,
  channels: [
    {
      channel: 1,
      state: 'off',
      wanted: 'off',
      saidAt: at,
      powerW: null,
      failSafe: { state: 'unproved', at: null },
      fault: null,
    },
  ],
};

export const fakeRelays: Fake<'relays'> = ({ the, tell }) => ({
  list: async () => [relay],
  get: async (id) => the('relay', relay, id),
  create: async ({ name }) => tell(`relay ${name}`, { relay, credentials }),
  change: async (id) => tell(`relay ${id}`, the('relay', relay, id)),
  remove: async (id) => tell(`no relay ${the('relay', relay, id).id}`, undefined),
  rotate: async (id) => tell(`rotate ${the('relay', relay, id).id}`, credentials),
  replaceDevice: async (id) => tell(`another device for ${the('relay', relay, id).id}`, credentials),
  history: async (id) => tell(`history ${the('relay', relay, id).id}`, []),
  heard: async (id) => tell(`heard ${the('relay', relay, id).id}`, []),
  waive: async (id) => tell(`waive ${id}`, the('relay', relay, id)),
  withdrawWaiver: async (id) => tell(`no waiver ${id}`, the('relay', relay, id)),
  test: async (id, channel) =>
    tell(`test ${the('relay', relay, id).id} ${channel}`, {
      onConfirmedMs: 40,
      offConfirmedMs: 41,
      failSafe: 'proved' as const,
      fault: null,
    }),
});
