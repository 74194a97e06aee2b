/** A table as CSV (RFC 4180), pure. With a mark in front: else spreadsheets of an office take Vietnamese letters for others. */
export function asCsv(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((row) => `${row.map(asField).join(',')}\r\n`).join('')}`;
}

/** A text that a spreadsheet would take for a formula is text, whoever wrote it (OWASP, "CSV Injection"). */
function asField(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
