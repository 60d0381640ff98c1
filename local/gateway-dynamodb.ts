import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import type { Units } from './call-counts.ts';
import { itemSize, unitsOf } from './item-size.ts';
import { isObject, type Json } from './json-shape.ts';
import { parseObject, type Upstream } from './upstream.ts';

export interface DynamoAnswer {
  status: number;
  headers: OutgoingHttpHeaders;
  body: string;
  units: Units;
}

const kilobyte = 1_024;
const writes = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'TransactWriteItems']);
const reads = new Set(['GetItem', 'Query', 'Scan', 'BatchGetItem', 'TransactGetItems']);

/** Of what a client sends, all that a database on this machine looks at. */
const passedHeaders = ['content-type', 'x-amz-target', 'x-amz-date', 'authorization'];
/**
 * The capacity that one table consumed. Items cannot be taken for it: what they hold is wrapped in a type, and a quote
 * in a text has a backslash before it.
 */
const oneTablesFigures =
  /"ConsumedCapacity":(?:\{"TableName":"[^"]*","CapacityUnits":[^{}]*\}|\[\{"TableName":"[^"]*","CapacityUnits":[^{}]*\}\])/;

export function isWrite(operation: string): boolean {
  return writes.has(operation);
}

/**
 * Passes one call on to the emulator and says what it consumed. The emulator's own figures are AWS's to the unit
 * (tried: item before and after, each index, transactions, batches, consistency, filters), so it is asked for them, and
 * what the caller did not ask for is taken out again. What it does not report, refused conditional writes, is
 * computed: they cost what the row's size costs, in a transaction twice that for every row named.
 */
export async function forwardToDynamo(
  upstream: Upstream,
  operation: string,
  headers: IncomingHttpHeaders,
  body: string,
): Promise<DynamoAnswer> {
  if (!writes.has(operation) && !reads.has(operation))
    return { ...(await send(upstream, headers, body)), units: {} };
  const answer = await send(upstream, headers, spliced(operation, body) ?? parsed(operation, body));
  const { consumed, shown } = quickly(body, answer) ?? thoroughly(operation, body, answer);
  return { ...answer, body: shown, units: writes.has(operation) ? { write: consumed } : { read: consumed } };
}

async function send(
  upstream: Upstream,
  headers: IncomingHttpHeaders,
  body: string,
): Promise<Omit<DynamoAnswer, 'units'>> {
  const kept = Object.fromEntries(passedHeaders.map((name) => [name, headers[name]]));
  const answer = await upstream.send({ ...kept, 'content-length': Buffer.byteLength(body) }, body);
  // The body may change on the way back, and with it its length and checksum.
  const { 'content-length': _, 'x-amz-crc32': __, connection: ___, ...passed } = answer.headers;
  return { status: answer.status, headers: passed, body: answer.body };
}

/** The common request, metered without a look inside; the emulator takes options in any place. */
function spliced(operation: string, body: string): string | undefined {
  if (operation === 'TransactWriteItems' || mentionsOptions(body) || !body.startsWith('{"')) return undefined;
  const conditional = writes.has(operation) && body.includes('"ConditionExpression"');
  const row = conditional ? '"ReturnValuesOnConditionCheckFailure":"ALL_OLD",' : '';
  return `{"ReturnConsumedCapacity":"TOTAL",${row}${body.slice(1)}`;
}

function parsed(operation: string, body: string): string {
  return JSON.stringify(metering(operation, parseObject(body)));
}

function mentionsOptions(body: string): boolean {
  return body.includes('ReturnConsumedCapacity') || body.includes('ReturnValuesOnConditionCheckFailure');
}

interface Told {
  consumed: number;
  /** The body, without what the caller did not ask for. */
  shown: string;
}

/** What a common answer says, with the figures cut out of it. */
function quickly(request: string, { status, body }: Omit<DynamoAnswer, 'units'>): Told | undefined {
  if (status !== 200 || request.includes('ReturnConsumedCapacity')) return undefined;
  const found = oneTablesFigures.exec(body);
  if (!found) return undefined;
  const [figures] = found;
  const before = body.slice(0, found.index);
  const after = body.slice(found.index + figures.length);
  return {
    consumed: Number(/"CapacityUnits":([\d.]+)/.exec(figures)?.[1] ?? 0),
    // A comma goes with it.
    shown: after.startsWith(',') ? before + after.slice(1) : before.replace(/,$/, '') + after,
  };
}

function thoroughly(operation: string, body: string, answer: Omit<DynamoAnswer, 'units'>): Told {
  const request = parseObject(body);
  const response = parseObject(answer.body);
  const consumed = answer.status === 200 ? reported(response) : refusedUnits(operation, request, response);
  hideMetering(operation, request, response);
  return { consumed, shown: JSON.stringify(response) };
}

/** The request with everything switched on that is needed to know its cost. */
function metering(operation: string, request: Json): Json {
  const metered: Json = { ...request };
  if (!wants(request, 'ReturnConsumedCapacity')) metered['ReturnConsumedCapacity'] = 'TOTAL';
  if (operation === 'TransactWriteItems') {
    const items = transactItems(request);
    if (items.length > 0) metered['TransactItems'] = items.map(withOldItem);
  } else if (request['ConditionExpression'] !== undefined && writes.has(operation)) {
    metered['ReturnValuesOnConditionCheckFailure'] = 'ALL_OLD';
  }
  return metered;
}

function wants(request: Json, option: string): boolean {
  const value = request[option];
  return value !== undefined && value !== 'NONE';
}

function transactItems(request: Json): Json[] {
  const items = request['TransactItems'];
  return Array.isArray(items) ? items.filter(isObject) : [];
}

function withOldItem(item: Json): Json {
  const [action, details] = actionOf(item);
  if (details['ConditionExpression'] === undefined) return item;
  return { [action]: { ...details, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } };
}

function actionOf(item: Json): [string, Json] {
  const [action, details] = Object.entries(item)[0] ?? ['', {}];
  return [action, isObject(details) ? details : {}];
}

function reported(response: Json): number {
  const { ConsumedCapacity: capacity } = response;
  const tables = (Array.isArray(capacity) ? capacity : [capacity]).filter(isObject);
  return tables.reduce((sum, table) => sum + Number(table['CapacityUnits'] ?? 0), 0);
}

function refusedUnits(operation: string, request: Json, response: Json): number {
  const type = String(response['__type'] ?? '');
  if (type.endsWith('ConditionalCheckFailedException')) return rowUnits(request['Item'], response['Item']);
  if (!type.endsWith('TransactionCanceledException') || operation !== 'TransactWriteItems') return 0;
  const reasons = Array.isArray(response['CancellationReasons']) ? response['CancellationReasons'] : [];
  return transactItems(request)
    .map(
      (item, index) =>
        2 * rowUnits(actionOf(item)[1]['Item'], isObject(reasons[index]) ? reasons[index]['Item'] : {}),
    )
    .reduce((sum, units) => sum + units, 0);
}

/** The larger of the row that was to be and the row that is. */
function rowUnits(wanted: unknown, existing: unknown): number {
  return unitsOf(Math.max(itemSize(wanted), itemSize(existing)), kilobyte);
}

/** Takes out of the response, in place, what `metering` asked for and the caller did not. */
function hideMetering(operation: string, request: Json, response: Json): void {
  if (!wants(request, 'ReturnConsumedCapacity')) delete response['ConsumedCapacity'];
  if (operation !== 'TransactWriteItems') {
    if (response['__type'] !== undefined && !wants(request, 'ReturnValuesOnConditionCheckFailure'))
      delete response['Item'];
    return;
  }
  const reasons = response['CancellationReasons'];
  if (!Array.isArray(reasons)) return;
  const asked = transactItems(request).map((item) =>
    wants(actionOf(item)[1], 'ReturnValuesOnConditionCheckFailure'),
  );
  for (const [index, reason] of reasons.entries())
    if (isObject(reason) && !asked[index]) delete reason['Item'];
}
