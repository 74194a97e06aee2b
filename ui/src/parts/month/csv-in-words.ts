import type { OutcomeKind } from '#contract';
import { t, type PlainKey } from '../../../lib/i18n/index.svelte.ts';
import { saveFile } from '../../../lib/save-file.ts';

/** The columns of the gateway's CSV, as people call them. */
const heads: Readonly<Record<string, PlainKey>> = {
  date: 'sheet.csv.date',
  time: 'sheet.csv.time',
  title: 'sheet.csv.title',
  zone: 'sheet.csv.zone',
  by: 'sheet.csv.by',
  outcome: 'sheet.csv.outcome',
  code: 'sheet.csv.code',
  aired_seconds: 'sheet.csv.seconds',
};
const fields: Readonly<Record<string, Readonly<Record<string, PlainKey>>>> = {
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
};

/** The month's CSV in the person's words; `code` stays as it is, for programs. */
export function sheetInWords(csv: string): string {
  const [columns = [], ...rows] = linesOf(csv.replace(/^\uFEFF/, ''));
  const lines = [
    columns.map((column) => inWords(column, heads[column])),
    ...rows.map((row) => row.map((field, index) => inWords(field, fields[columns[index] ?? '']?.[field]))),
  ];
  // Without the mark, spreadsheets of an office take Vietnamese letters for those of another alphabet.
  return `\uFEFF${lines.map((line) => `${line.join(',')}\r\n`).join('')}`;
}

/** Lines of fields as they are written, quotes and all (RFC 4180): in quotes a comma or a line break is text. */
function linesOf(csv: string): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  for (const [, field = '', end] of csv.matchAll(/("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/g)) {
    line.push(field);
    if (end === ',') continue;
    lines.push(line);
    line = [];
  }
  return lines;
}

function inWords(field: string, key: PlainKey | undefined): string {
  const text = key ? t(key) : field;
  return key && /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Hands a text over as a file. */
export function saveAs(name: string, text: string): void {
  saveFile(new Blob([text], { type: 'text/csv;charset=utf-8' }), name);
}
