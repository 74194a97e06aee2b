import type { WallSound, WebhookState } from '../../../gateway/src/contract/index.ts';
import { at, type Fake } from './fake.ts';

const webhook: WebhookState = { on: true, url: 'https://example.org/hook', lan: false, waiting: 0, last: null };

export const wallSound: WallSound = { on: true, quiet: { from: '22:00', to: '05:00' } };

export const fakeAlertDelivery: Fake<'alertDelivery'> = () => ({
  webhook: {
    state: async () => webhook,
    change: async (input) => ({ state: { ...webhook, ...input }, secret: 'once' }),
    renewSecret: async () => ({ state: webhook, secret: 'once' }),
    test: async () => ({ at, problem: null }),
  },
  wallSound: { get: () => wallSound, change: async (wanted) => wanted },
});
