import type { MqttAccount, MqttCredentials } from '../../../gateway/src/contract/index.ts';
import { at, type Fake } from './fake.ts';

export const credentials: MqttCredentials = {
  username: 'cot-1',
  password: 'secret-of-the-relay',
  host: '192.168.1.10',
  port: 1883,
  tls: null,
  setup: null,
  devicePassword: null,
  scan: null,
  files: [],
};

const mqttAccount: MqttAccount = {
  id: 'xem',
  name: 'Xem',
  kind: 'observer',
  connected: false,
  createdAt: at,
};

export const fakeMqttAccounts: Fake<'mqttAccounts'> = ({ the, tell }) => ({
  list: async () => [mqttAccount],
  create: async ({ name }) => tell(`observer ${name}`, { account: mqttAccount, credentials }),
  remove: async (id) => tell(`no observer ${the('mqtt-account', mqttAccount, id).id}`, undefined),
});
