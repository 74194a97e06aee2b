import Papa from 'papaparse';

/** Tables as spreadsheets write and read them. */

/** Cells of what was pasted or chosen: tab, comma or semicolon, quoted or not, with or without a byte order mark. Empty lines are left out. */
export function readTable(text: string): string[][] {
  const { data } = Papa.parse<string[]>(text.replace(/^\uFEFF/, '').trim(), {
    delimitersToGuess: ['\t', ';', ',', '|'],
    skipEmptyLines: 'greedy',
  });
  return data.map((row) => row.map((cell) => cell.trim()));
}

/** CSV that an office's spreadsheet takes for what it is: a byte order mark before it, and no cell that it would compute. */
export function writeTable(rows: readonly (readonly string[])[]): string {
  const csv = Papa.unparse(
    rows.map((row) => [...row]),
    { escapeFormulae: true, newline: '\r\n' },
  );
  return `\uFEFF${csv}\r\n`;
}
