/** One cell: text, or a number or boolean as it is; null is an empty one. */
export type Cell = string | number | boolean | null;

/** Excel reads UTF-8 only behind it. */
const BYTE_ORDER_MARK = '\ufeff';

/** What begins like this, also behind quotes, a spreadsheet takes for a formula, or for the end of a cell (OWASP, "CSV Injection"). */
const FORMULA = /^["'“”«‘’]*[=+\-@\t\r\n＝＋－＠]/u;
/** A negative number is no formula, and would be none with an apostrophe either. */
const NEGATIVE = /^-\d+(?:[.,]\d+)?$/;

/** A file's head: the names of its columns. */
export function csvHead(names: readonly string[]): string {
  return `${BYTE_ORDER_MARK}${csvLine(names)}`;
}

/** A line as RFC 4180 has it, with its end. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(spelt).join(',')}\r\n`;
}

function spelt(cell: Cell): string {
  if (cell === null) return '';
  return typeof cell === 'string' ? quoted(harmless(cell)) : String(cell);
}

/** Cells that would be run are shown instead. */
function harmless(text: string): string {
  return FORMULA.test(text) && !NEGATIVE.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
