import { t, type PlainKey } from '../../lib/i18n/index.svelte.ts';

/** How people call the columns of a CSV of the gateway's, and what stands in some of them. */
export interface CsvWords {
  readonly heads: Readonly<Record<string, PlainKey>>;
  readonly fields?: Readonly<Record<string, Readonly<Record<string, PlainKey>>>>;
}

/** The gateway's CSV in the person's words; what these words don't know stays as it is, for programs. */
export function csvInWords(csv: string, { heads, fields = {} }: CsvWords): string {
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
