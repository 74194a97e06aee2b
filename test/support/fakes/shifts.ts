import type { Shift, ShiftEntry } from '../../../gateway/src/contract/index.ts';
import { alert } from './alerts.ts';
import { at, type Fake } from './fake.ts';

const shiftEntry: ShiftEntry = {
  id: '1',
  at,
  kind: 'handed-over',
  login: 'security',
  by: 'security',
  note: 'Cổng làng đang mất hình, đã gọi thợ.',
  open: [{ alertId: alert.id, kind: alert.kind, cameras: ['Cổng làng'] }],
};

export const shift: Shift = { onDuty: { login: 'security', by: 'security', since: at }, handOver: shiftEntry };

export const fakeShifts: Fake<'shifts'> = () => ({
  review: async () => ({ shift, raised: [alert], notes: [shiftEntry] }),
  log: async () => ({ items: [shiftEntry], next: null }),
  takeOver: async () => shift,
  handOver: async () => shift,
  note: async () => shift,
  read: async () => shift,
});
