import { type Counts, callsOf, type FunctionFacts, perMessage } from './counts.ts';
import { type Line, linesOf, type Row } from './lines.ts';
import { MODEL } from './model.ts';
import { PRICES } from './prices.ts';

const MILLION = 1_000_000;
const BYTES_PER_GB = 1024 ** 3;

/**
 * What a million messages like the counted ones cost.
 * @param batch messages that share an invocation of every function behind a lane or the stream. They share its request,
 *   SQS's request for the batch and for its deletion, and the wait for the partner, because they are attended to side by
 *   side. They share neither processor time, nor what is sent, nor the waits for AWS, which is more than it will be.
 */
export function priceMessages(counts: Counts, functions: readonly FunctionFacts[], batch: number): Line[] {
  const one = perMessage(counts);
  const { writeUnits, readUnits, calls, logBytes, webhookBytes } = one;
  const requests = invocationsOf(one, functions, batch);
  const batches = invocationsOf(one, withFeed(functions, 'lane'), batch);
  const schedules = callsOf(calls, 'scheduler');
  // Whatever the clock lets fire is sent to a lane, too.
  const sent = callsOf(calls, 'sqs') + schedules;
  const received = batches * MODEL.requestsPerBatch;
  const out = webhookBytes + MODEL.webhookFrameBytes;
  const rows: Row[] = [
    ['DynamoDB', 'write units', writeUnits, PRICES.table.writeUnit],
    ['DynamoDB', 'read units', readUnits, PRICES.table.readUnit],
    ['Lambda', 'requests', requests, PRICES.lambda.request],
    ['Lambda', 'GB-seconds, processor', processorGbS(one), PRICES.lambda.gbSecond],
    ['Lambda', 'GB-seconds, waiting', waitingGbS(one, functions, batch), PRICES.lambda.gbSecond],
    ['SQS', 'sends', sent, PRICES.queueRequest],
    ['SQS', 'batches received and deleted', received, PRICES.queueRequest],
    ['API Gateway', 'requests', one.invocations['ingest'] ?? 0, PRICES.httpRequest],
    ['Scheduler', 'schedules', schedules, PRICES.schedule],
    ['CloudWatch', 'GB of logs', logBytes / BYTES_PER_GB, PRICES.logs.gb],
    ['CloudWatch', 'GB of logs kept', keptGbMonths(logBytes), PRICES.logs.gbMonth],
    ['Data transfer', 'GB out', out / BYTES_PER_GB, PRICES.gbOut],
  ];
  return linesOf(rows.map(([service, what, each, price]) => [service, what, each * MILLION, price]));
}

function withFeed(functions: readonly FunctionFacts[], feed: FunctionFacts['feed']): FunctionFacts[] {
  return functions.filter((one) => one.feed === feed);
}

function invocationsOf(one: Counts, functions: readonly FunctionFacts[], batch: number): number {
  return functions.reduce((sum, { label, feed }) => {
    const shared = feed === 'lane' || feed === 'stream' ? batch : 1;
    return sum + (one.invocations[label] ?? 0) / shared;
  }, 0);
}

/** A function with half the memory of a core has half a core, and takes twice as long: memory falls out. */
function processorGbS({ processorMs }: Counts): number {
  const ms = Object.values(processorMs).reduce((sum, each) => sum + each, 0);
  return gbSeconds(ms, MODEL.mbPerCore);
}

/** For AWS, with the memory of the largest that ran, since calls are not counted by function; and for the partner. */
function waitingGbS(
  { calls, invocations }: Counts,
  functions: readonly FunctionFacts[],
  batch: number,
): number {
  const ran = functions.filter(({ label }) => (invocations[label] ?? 0) > 0);
  const memoryMb = Math.max(0, ...ran.map((one) => one.memoryMb));
  const deliver = functions.find(({ label }) => label === 'deliver')?.memoryMb ?? 0;
  const waits = Object.values(calls).reduce((sum, count) => sum + count, 0) * MODEL.callMs;
  return gbSeconds(waits, memoryMb) + gbSeconds(MODEL.partnerMs / batch, deliver);
}

function gbSeconds(ms: number, memoryMb: number): number {
  return (ms / 1_000) * (memoryMb / 1_024);
}

function keptGbMonths(logBytes: number): number {
  return (logBytes / BYTES_PER_GB) * MODEL.logsKept.share * MODEL.logsKept.months;
}
