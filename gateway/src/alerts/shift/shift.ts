import type { Shift, ShiftEntry } from '../../contract/index.ts';

/** Whose shift it is after these entries (the newest last, from the last change of the shift on at least). Pure. */
export function shiftOf(entries: readonly ShiftEntry[]): Shift {
  let shift: Shift = { onDuty: null, handOver: null };
  for (const entry of entries) {
    switch (entry.kind) {
      case 'took-over':
        shift = { ...shift, onDuty: { login: entry.login, by: entry.by, since: entry.at } };
        break;
      case 'handed-over':
        shift = { onDuty: null, handOver: entry };
        break;
      case 'read':
        shift = { ...shift, handOver: null };
        break;
      case 'note':
        break;
    }
  }
  return shift;
}
