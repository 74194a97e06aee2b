import type { HomeAssistantState } from '../../../gateway/src/contract/index.ts';
import type { Fake } from './fake.ts';

export const homeAssistant: HomeAssistantState = {
  on: true,
  prefix: 'homeassistant',
  language: 'vi',
  broker: { host: '192.168.1.20', port: 1883, tls: false, authority: null, username: 'loa-thon' },
  line: 'connected',
  fault: null,
  devices: { wanted: 3, kept: 3 },
};

export const fakeHomeAssistant: Fake<'homeAssistant'> = ({ tell }) => ({
  state: () => homeAssistant,
  change: async ({ on }) => tell(`home assistant ${on ? 'on' : 'off'}`, homeAssistant),
});
