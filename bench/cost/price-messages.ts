import type { CallerSums } from '../../local/call-counts.ts';
import { type Counts, callsOf, type FunctionFacts, perMessage } from './counts.ts';
import { type Line, linesOf, type Row } from './lines.ts';
import { MODEL } from './model.ts';
import { PRICES } from './prices.ts';

const MILLION = 1_000_000;
const BYTES_PER_GB = 1024 ** 3;

/** Functions whose queries are one for an invocation: who is connected, and the handbook, which is then remembered for a minute. */
const ASK_ONCE = ['project', 'classify', 'follow-up'];
/** What it sends leaves in one request for all that are attended to side by side. */
const SENDS_TOGETHER = 'classify';

/**
 * What a million messages like the counted ones cost.
 * @param batch messages that share an invocation of every function behind a lane or the stream. They share its request,
 *   SQS's request for the batch and for its deletion, and the waits for AWS and for the partner, because they are attended
 *   to side by side; the request of what `classify` sends; and the looks at who is connected and at the handbook, which are
 *   one for an invocation. They share neither processor time nor any other unit.
 */
export function priceMessages(counts: Counts, functions: readonly FunctionFacts[], batch: number): Line[] {
  const one = perMessage(counts);
  const { writeUnits, calls, logBytes, webhookBytes } = one;
  const requests = invocationsOf(one, functions, batch);
  const batches = invocationsOf(one, withFeed(functions, 'lane'), batch);
  const schedules = callsOf(calls, 'scheduler');
  // Whatever the clock lets fire is sent to a lane, too.
  const sent = sendsOf(one, batch) + schedules;
  const received = batches * MODEL.requestsPerBatch;
  const out = webhookBytes + MODEL.webhookFrameBytes;
  const rows: Row[] = [
    ['DynamoDB', 'write units', writeUnits, PRICES.table.writeUnit],
    ['DynamoDB', 'read units', readUnitsOf(one, batch), PRICES.table.readUnit],
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
  return functions.reduce((sum, facts) => {
    return sum + (one.invocations[facts.label] ?? 0) / sharedBy(facts, batch);
  }, 0);
}

/** Messages that share an invocation of the function. */
function sharedBy({ feed }: FunctionFacts, batch: number): number {
  return feed === 'lane' || feed === 'stream' ? batch : 1;
}

function readUnitsOf({ readUnits, callers }: Counts, batch: number): number {
  const shared = ASK_ONCE.reduce(
    (sum, label) => sum + (callers[label]?.['dynamodb Query']?.readUnits ?? 0),
    0,
  );
  return readUnits - shared + shared / batch;
}

function sendsOf({ calls, callers }: Counts, batch: number): number {
  const shared = callsOf(timesOf(callers[SENDS_TOGETHER]), 'sqs');
  return callsOf(calls, 'sqs') - shared + shared / batch;
}

function timesOf(called: CallerSums = {}): Record<string, number> {
  return Object.fromEntries(Object.entries(called).map(([name, { calls }]) => [name, calls]));
}

/** A function with half the memory of a core has half a core, and takes twice as long: memory falls out. */
function processorGbS({ processorMs }: Counts): number {
  const ms = Object.values(processorMs).reduce((sum, each) => sum + each, 0);
  return gbSeconds(ms, MODEL.mbPerCore);
}

/** For AWS, each function with its own memory; and for the partner. */
function waitingGbS({ callers }: Counts, functions: readonly FunctionFacts[], batch: number): number {
  return functions.reduce((sum, facts) => {
    const { label, memoryMb } = facts;
    const waits = Object.values(timesOf(callers[label])).reduce((sum, calls) => sum + calls, 0);
    const ms = waits * MODEL.callMs + (label === 'deliver' ? MODEL.partnerMs : 0);
    return sum + gbSeconds(ms / sharedBy(facts, batch), memoryMb);
  }, 0);
}

function gbSeconds(ms: number, memoryMb: number): number {
  return (ms / 1_000) * (memoryMb / 1_024);
}

function keptGbMonths(logBytes: number): number {
  return (logBytes / BYTES_PER_GB) * MODEL.logsKept.share * MODEL.logsKept.months;
}
