import { Readable } from 'node:stream';
import { at, type Fake } from './fake.ts';

export const fakeDailyStills: Fake<'dailyStills'> = () => ({
  list: async () => ({ installedAt: at, days: [{ date: '2026-11-24', takenAt: at }] }),
  open: async () => Readable.from([Buffer.from('jpeg')]),
  install: async () => undefined,
});
