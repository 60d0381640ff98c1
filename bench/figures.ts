/** One measured value, and what it must not exceed. Of a target of 0 nothing is a share. */
export interface Figure {
  value: number;
  unit: string;
  target?: number;
}

/** What one part of the bench found: rows of figures under the same few headings. */
export interface Section {
  name: string;
  title: string;
  rows: Record<string, Record<string, Figure>>;
  notes: string[];
}

export function figure(value: number, unit: string, target?: number): Figure {
  return target === undefined ? { value, unit } : { value, unit, target };
}

/** A section as a table to read: each value, its target (≤), and how much of the target it takes (×). */
export function renderSection({ title, rows, notes }: Section): string {
  const headings = [...new Set(Object.values(rows).flatMap((row) => Object.keys(row)))];
  const table = [
    ['', ...headings],
    ...Object.entries(rows).map(([name, row]) => [
      name,
      ...headings.map((heading) => renderFigure(row[heading])),
    ]),
  ];
  const widths = ['', ...headings].map((_, column) =>
    Math.max(...table.map((cells) => cells[column]?.length ?? 0)),
  );
  const lines = table.map((cells) =>
    cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('   '),
  );
  return [title, ...lines.map((line) => `  ${line.trimEnd()}`), ...notes.map((note) => `  ${note}`), ''].join(
    '\n',
  );
}

/** The same figures for a program, ratios included. */
export function sectionsAsJson(sections: readonly Section[]): Record<string, unknown> {
  return Object.fromEntries(
    sections.map(({ name, rows }) => [
      name,
      Object.fromEntries(
        Object.entries(rows).map(([row, figures]) => [
          row,
          Object.fromEntries(Object.entries(figures).map(([key, one]) => [key, asJson(one)])),
        ]),
      ),
    ]),
  );
}

function asJson({ value, unit, target }: Figure): Record<string, unknown> {
  const rounded = { value: round(value, 3), unit };
  if (target === undefined) return rounded;
  return { ...rounded, target, ...(target > 0 && { ratio: round(value / target, 3) }) };
}

function renderFigure(one: Figure | undefined): string {
  if (!one) return '';
  const measured = `${readable(one.value)} ${one.unit}`.trim();
  if (one.target === undefined) return measured;
  const share = one.target > 0 ? `: ×${(one.value / one.target).toFixed(2)}` : '';
  return `${measured} (≤ ${readable(one.target)}${share})`;
}

function readable(value: number): string {
  return round(value, value < 10 ? 2 : value < 100 ? 1 : 0).toLocaleString('en-GB');
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
