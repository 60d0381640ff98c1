import { type Line, linesOf, type Row } from './lines.ts';
import { MODEL } from './model.ts';
import { PRICES } from './prices.ts';

const MILLION = 1_000_000;
const BYTES_PER_GB = 1024 ** 3;
const MINUTES = 60;

/**
 * One operator who is at work for a month, beside what the messages cost.
 * @param framesPerMessage frames that one screen is pushed for a message of the desk
 * @param memoryMb memory of the functions that serve pages
 */
export function priceOperator(framesPerMessage: number, memoryMb: number): Line[] {
  const { hoursPerDay, days, pingEveryMin, messages, pagesPerMessage } = MODEL.operator;
  const minutes = hoursPerDay * days * MINUTES;
  const pings = minutes / pingEveryMin;
  const pages = messages * pagesPerMessage;
  const { requests, readUnits, processorMs, calls, bytes } = MODEL.page;
  const waits = (calls * MODEL.callMs * memoryMb) / 1_024 / 1_000;
  const work = (processorMs * MODEL.mbPerCore) / 1_024 / 1_000;
  const rows: Row[] = [
    ['API Gateway', 'minutes of a socket', minutes, PRICES.socket.minute],
    // A ping, and the pong.
    ['API Gateway', 'frames', 2 * pings + messages * framesPerMessage, PRICES.socket.message],
    ['API Gateway', 'requests', pages * requests, PRICES.httpRequest],
    ['DynamoDB', 'read units', pages * readUnits, PRICES.table.readUnit],
    ['Lambda', 'requests', pings + pages * requests, PRICES.lambda.request],
    ['Lambda', 'GB-seconds', pages * (waits + work), PRICES.lambda.gbSecond],
    ['Data transfer', 'GB out', (pages * bytes) / BYTES_PER_GB, PRICES.gbOut],
  ];
  return linesOf(rows);
}

/**
 * What tracing adds to messages that take these invocations, where each is recorded: while a function has no more than one
 * a second. Of what is beyond that, Lambda takes a twentieth.
 */
export function priceTracing(invocations: number): Line[] {
  return linesOf([['X-Ray', 'traces recorded', invocations, PRICES.trace.recorded]]);
}

/** What second opinions add to a million messages, at these prices of a million tokens. */
export function priceOpinions(usdPerMillionTokens: { in: number; out: number }): Line[] {
  const { share, tokensIn, tokensOut, writeUnits, readUnits } = MODEL.opinion;
  const asked = share * MILLION;
  const rows: Row[] = [
    ['Language model', 'tokens read', asked * tokensIn, usdPerMillionTokens.in / MILLION],
    ['Language model', 'tokens written', asked * tokensOut, usdPerMillionTokens.out / MILLION],
    ['DynamoDB', 'write units', asked * writeUnits, PRICES.table.writeUnit],
    ['DynamoDB', 'read units', asked * readUnits, PRICES.table.readUnit],
  ];
  return linesOf(rows);
}
