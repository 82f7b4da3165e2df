/** One column of a table that can be taken along. */
export interface ExportColumn<T> {
  header: string;
  value: (row: T) => string | number | undefined;
}

/**
 * Characters with which a spreadsheet takes a cell for a formula: OWASP's list, and their full-width forms. What stands in our
 * tables was written by pipelines and developers, so a cell could otherwise run on the machine of who opens the file.
 */
const startsFormula = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;

function cell(value: string | number | undefined): string {
  if (value === undefined) {
    return '';
  }
  if (typeof value === 'number') {
    return String(value);
  }
  const harmless = startsFormula.test(value) ? `'${value}` : value;
  return /[",\r\n;]/.test(harmless)
    ? `"${harmless.replace(/"/g, '""')}"`
    : harmless;
}

/** RFC 4180 with a byte order mark, without which Excel takes UTF-8 for the machine's own encoding. */
export function toCsv<T>(
  columns: readonly ExportColumn<T>[],
  rows: readonly T[],
): string {
  const lines = [
    columns.map(column => cell(column.header)),
    ...rows.map(row => columns.map(column => cell(column.value(row)))),
  ];
  return `\uFEFF${lines.map(line => line.join(',')).join('\r\n')}\r\n`;
}
