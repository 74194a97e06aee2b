import type { OutcomeKind } from '#contract';
import type { PlainKey } from '../../../lib/i18n/index.svelte.ts';
import type { CsvWords } from '../../../parts/month/csv-in-words.ts';

/** The month's CSV as people call it; `code` stays as it is, for programs. */
export const sheetWords: CsvWords = {
  heads: {
    date: 'sheet.csv.date',
    time: 'sheet.csv.time',
    title: 'sheet.csv.title',
    zone: 'sheet.csv.zone',
    by: 'sheet.csv.by',
    outcome: 'sheet.csv.outcome',
    code: 'sheet.csv.code',
    aired_seconds: 'sheet.csv.seconds',
  },
  fields: {
    by: { schedule: 'sheet.csv.by.schedule', hand: 'sheet.csv.by.hand' },
    outcome: {
      aired: 'outcome.aired',
      'aired-partly': 'outcome.aired-partly',
      'pre-empted': 'outcome.pre-empted',
      skipped: 'outcome.skipped',
      stopped: 'outcome.stopped',
      'quiet-hours': 'outcome.quiet-hours',
      'held-back': 'outcome.held-back',
      missed: 'outcome.missed',
      failed: 'outcome.failed',
    } satisfies Record<OutcomeKind, PlainKey>,
  },
};
