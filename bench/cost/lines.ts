/** One row of the bill. */
export interface Line {
  service: string;
  what: string;
  quantity: number;
  usd: number;
}

/** What is charged for, how much of it, and the price of one. */
export type Row = [service: string, what: string, quantity: number, price: number];

export function linesOf(rows: readonly Row[]): Line[] {
  return rows.map(([service, what, quantity, price]) => ({ service, what, quantity, usd: quantity * price }));
}

export function sumOf(lines: readonly Line[]): number {
  return lines.reduce((sum, { usd }) => sum + usd, 0);
}
