import type { Report } from '../../../gateway/src/contract/index.ts';
import { at, type Fake } from './fake.ts';

const tally = { aired: 1, partly: 0, missed: 0, chosen: 0 };

const report: Report = {
  month: '2026-11',
  until: at,
  total: tally,
  zones: [{ zoneId: 'dau-thon', name: 'Đầu thôn', airedSeconds: 60, tally }],
  programmes: [{ programmeId: 'sang', title: 'Buổi sáng', airedSeconds: 60, tally }],
  manual: { count: 0, airedSeconds: 0 },
  days: [{ date: '2026-11-24', airedSeconds: 60, tally }],
  trouble: [],
};

export const fakeReports: Fake<'reports'> = () => ({
  month: async (month) => ({ ...report, month }),
  csv: async (month) => `tháng,${month}\r\n`,
});
