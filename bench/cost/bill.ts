import type { Counted } from './count.ts';
import { type Line, sumOf } from './lines.ts';
import { MODEL } from './model.ts';
import { priceOperator, priceOpinions, priceTracing } from './price-extras.ts';
import { priceMessages } from './price-messages.ts';
import { priceRest } from './price-rest.ts';
import { PRICES } from './prices.ts';
import type { Read } from './standing.ts';

/** Messages that share an invocation of the functions behind lanes and stream, where many write at once. */
export const BATCH = 5;

/** The whole bill, by its parts. */
export interface Bill {
  alone: Line[];
  batched: Line[];
  idleMonth: Line[];
  /** Added by the month where anybody writes at all: the figures that messages make. */
  busyMonth: Line[];
  operatorMonth: Line[];
  /** Added to a million messages where a language model is asked, by whose prices. */
  opinions: Record<keyof typeof MODEL.usdPerMillionTokens, Line[]>;
  /** Added to a million messages of a quiet desk where every invocation is traced. */
  tracing: Line[];
  writeUnitsPerMessage: number;
}

export function billFor({ counts, framesPerMessage }: Counted, { functions, standing }: Read): Bill {
  const pages = functions.find(({ label }) => label === 'operator-api')?.memoryMb ?? 0;
  const { metrics } = counts;
  const alone = priceMessages(counts, functions, 1);
  return {
    alone,
    batched: priceMessages(counts, functions, BATCH),
    idleMonth: priceRest(standing),
    busyMonth: [
      { service: 'CloudWatch', what: 'metrics', quantity: metrics, usd: metrics * PRICES.metricMonth },
    ],
    operatorMonth: priceOperator(framesPerMessage, pages),
    opinions: {
      default: priceOpinions(MODEL.usdPerMillionTokens.default),
      small: priceOpinions(MODEL.usdPerMillionTokens.small),
    },
    tracing: priceTracing(invocationsIn(alone)),
    writeUnitsPerMessage: counts.writeUnits / counts.messages,
  };
}

function invocationsIn(lines: readonly Line[]): number {
  return lines.find(({ service, what }) => service === 'Lambda' && what === 'requests')?.quantity ?? 0;
}

/** The bill for a program: what is asked of it first, then every line. */
export function billAsJson(bill: Bill): Record<string, unknown> {
  return {
    per_million_usd: cents(sumOf(bill.batched)),
    per_million_usd_batch1: cents(sumOf(bill.alone)),
    idle_month_usd: cents(sumOf(bill.idleMonth)),
    write_units_per_message: Number(bill.writeUnitsPerMessage.toFixed(2)),
    breakdown: {
      prices: { as_of: PRICES.asOf, region: PRICES.region },
      next_cent: nextCent(bill.batched),
      per_million: linesAsJson(bill.batched),
      per_million_batch1: linesAsJson(bill.alone),
      idle_month: linesAsJson(bill.idleMonth),
      busy_month: linesAsJson(bill.busyMonth),
      operator_month: linesAsJson(bill.operatorMonth),
      llm_per_million: linesAsJson(bill.opinions.default),
      llm_per_million_small_model: linesAsJson(bill.opinions.small),
      tracing_per_million: linesAsJson(bill.tracing),
    },
  };
}

/** The largest line, which is where the next cent is to be saved. */
export function nextCent(lines: readonly Line[]): string {
  const [most] = lines.toSorted((a, b) => b.usd - a.usd);
  return most === undefined ? '' : `${most.service}, ${most.what}`;
}

function linesAsJson(lines: readonly Line[]): unknown[] {
  return lines.map(({ service, what, quantity, usd }) => ({
    service,
    what,
    quantity: Number(quantity.toPrecision(4)),
    usd: Number(usd.toFixed(4)),
  }));
}

function cents(usd: number): number {
  return Number(usd.toFixed(2));
}
