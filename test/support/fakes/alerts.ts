import type { Alert } from '../../../gateway/src/contract/index.ts';
import { at, type Fake } from './fake.ts';

export const alert: Alert = {
  id: 'a1er7a1er7a1er7a',
  kind: 'camera-offline',
  cameras: [{ id: 'cong-lang', name: 'Cổng làng', cause: 'timed-out', backAt: null, settled: false }],
  cabinet: null,
  since: at,
  raisedAt: at,
  held: false,
  relapses: 0,
  acknowledged: null,
  ended: null,
};

export const fakeAlerts: Fake<'alerts'> = () => ({
  open: () => [alert],
  history: async () => ({ items: [{ ...alert, ended: { at, how: 'well' } }], next: null }),
  acknowledge: async (id, { note }, { name }) => ({ ...alert, id, acknowledged: { by: name, at, note } }),
  unacknowledge: async (id) => ({ ...alert, id }),
});
