import type { Provisioning } from '../../../gateway/src/contract/index.ts';
import { notFound } from '../../../gateway/src/core/errors.ts';
import { at, type Fake } from './fake.ts';
import { credentials } from './mqtt-accounts.ts';
import { relay } from './relays.ts';

export const provisioning: Provisioning = {
  broker: 'embedded',
  pairing: { until: null, openedBy: null, passwordAt: null },
  deaf: [],
  newcomers: [
    {
      id: 'a1b2c3d4e5f60718',
      family: 'tasmota',
      name: 'Tasmota',
      model: 'Sonoff Basic',
      mac: 'A8:03:2A:12:AB:34',
      address: '192.168.1.34',
      firmware: '14.2.0',
      channels: 1,
      there: true,
      firstSeenAt: at,
      lastSeenAt: at,
      configurable: true,
      obstacle: null,
      adoption: null,
    },
  ],
  knocks: [
    {
      clientId: 'DVES_12AB34',
      username: 'DVES_USER',
      address: '192.168.1.34',
      why: 'unknown-account',
      count: 3,
      firstAt: at,
      lastAt: at,
    },
  ],
};

export const fakeProvisioning: Fake<'provisioning'> = ({ tell }) => ({
  get: () => provisioning,
  open: async ({ login }) =>
    tell(`pairing by ${login}`, {
      host: '192.168.1.10',
      port: 1883,
      passwordAt: at,
      account: { username: 'ghep', password: 'k7mq-2xrd-9hfw-n4tc' },
    }),
  extend: async () => tell('pairing longer', provisioning),
  close: async () => tell('no pairing', undefined),
  adopt: async (id, input) => {
    if (id !== provisioning.newcomers[0]?.id) throw notFound('newcomer', id);
    return tell(`adopt ${'name' in input ? input.name : input.relayId}`, { relay, credentials });
  },
});
