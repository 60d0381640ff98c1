import { BATCH, type Bill, nextCent } from './bill.ts';
import { type Line, sumOf } from './lines.ts';
import { PRICES } from './prices.ts';

/** The bill to read. */
export function renderBill(bill: Bill): string {
  const { alone, batched, idleMonth, busyMonth, operatorMonth, opinions, tracing } = bill;
  return [
    `US dollars by the list prices of ${PRICES.asOf} in ${PRICES.region}, without free tiers.`,
    `A message takes ${bill.writeUnitsPerMessage.toFixed(1)} write units. The next cent to save: ${nextCent(batched)}.`,
    table(`A million messages, one by one`, alone),
    table(`A million messages, ${BATCH} to an invocation`, batched),
    table('A month at rest', idleMonth),
    table('A month in which anybody writes, beside that', busyMonth),
    table('An operator connected for a month', operatorMonth),
    table('Second opinions on a million messages, at the default prices of tokens', opinions.default),
    table('Second opinions on a million messages, at those of a small model', opinions.small),
    table('Tracing of a million messages, where each invocation is recorded', tracing),
  ].join('\n\n');
}

function table(title: string, lines: readonly Line[]): string {
  const rows = lines.map(({ service, what, quantity, usd }) => [
    service,
    what,
    count(quantity),
    usd.toFixed(2),
  ]);
  const all = [...rows, ['', '', '', sumOf(lines).toFixed(2)]];
  const width = (column: number): number => Math.max(...all.map((row) => row[column]?.length ?? 0));
  const text = all.map(([service = '', what = '', quantity = '', usd = '']) =>
    [
      service.padEnd(width(0)),
      what.padEnd(width(1)),
      quantity.padStart(width(2)),
      usd.padStart(width(3)),
    ].join('   '),
  );
  return [title, ...text.map((line) => `  ${line}`)].join('\n');
}

function count(quantity: number): string {
  return quantity.toLocaleString('en-GB', { maximumSignificantDigits: 4 });
}
