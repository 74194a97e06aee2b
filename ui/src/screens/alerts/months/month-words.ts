import type { CsvWords } from '../../../parts/month/csv-in-words.ts';

/** The month's CSV as people call it. */
export const monthWords: CsvWords = {
  heads: {
    camera: 'camera-month.column.camera',
    date: 'sheet.csv.date',
    working_seconds: 'camera-month.csv.working',
    out_seconds: 'camera-month.csv.out',
    planned_seconds: 'camera-month.csv.planned',
    unknown_seconds: 'camera-month.csv.unknown',
    percent: 'camera-month.csv.percent',
  },
};
