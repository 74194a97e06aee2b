import type { Services } from '../../../gateway/src/http/ports.ts';

/** `trail` gets `who action subject result`. */
export const fakeAudit = (trail: string[]): Services['audit'] => ({
  record: async ({ who, action, subject, result }) => void trail.push([who, action, subject ?? '-', result].join(' ')),
  list: async () => ({ items: [], next: null }),
});
