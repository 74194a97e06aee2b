import type { Preflight } from '../../../gateway/src/contract/index.ts';
import { at, type Fake } from './fake.ts';

export const preflight: Preflight = {
  at,
  from: at,
  to: '2026-11-24T22:00:00.000Z',
  slots: 1,
  checked: { files: 1, relays: 1 },
  findings: [],
};

export const fakePreflight: Fake<'preflight'> = ({ tell }) => ({
  last: async () => preflight,
  run: async () => tell('preflight', preflight),
});
