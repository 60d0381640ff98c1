import type { TwinClock } from './clock.ts';
import { isObject, type Json } from './json-shape.ts';
import { connectUpstream, type Upstream, UpstreamError } from './upstream.ts';
import type { TableWiring } from './wiring.ts';

export interface TtlSweepOptions {
  table: TableWiring & { ttlAttribute: string };
  tableUrl: string;
  clock: TwinClock;
  /** Called after a sweep that deleted rows. */
  onDeleted?: () => void;
}

export interface TtlSweep {
  /** The table was written to: a row may expire sooner than those known. */
  noteWrite(): void;
  /** Deletes what has expired; how many rows. */
  sweep(): Promise<number>;
  close(): Promise<void>;
}

interface ExpiringRow {
  key: Json;
  ttl: string;
  wall: boolean;
}

const minuteMs = 60_000;
/** A sweep that scans for 20 ms may come every minute of business time, a slower one less often. */
const cheapScanMs = 20;

/**
 * Deletes rows whose TTL attribute (epoch seconds) has passed on business time, or on wall time where the row says
 * `clock: wall`. It scans only when something was written or something it knows of is due, at most once a minute
 * of business time, so that a quiet month costs nothing. The deletions show in the stream.
 */
export function startTtlSweep({ table, tableUrl, clock, onDeleted }: TtlSweepOptions): TtlSweep {
  const upstream = connectUpstream(tableUrl);
  let gapMs = minuteMs;
  let armedFor = Number.POSITIVE_INFINITY;
  let cancel: () => void = () => undefined;
  let wallTimer: NodeJS.Timeout | undefined;
  let running: Promise<number> = Promise.resolve(0);
  let closed = false;

  function arm(dueMs: number): void {
    if (closed || dueMs >= armedFor) return;
    cancel();
    armedFor = dueMs;
    cancel = clock.at(dueMs, async () => {
      armedFor = Number.POSITIVE_INFINITY;
      await sweep();
    });
  }

  function armWall(dueMs: number): void {
    clearTimeout(wallTimer);
    if (closed || dueMs === Number.POSITIVE_INFINITY) return;
    const waitMs = Math.max(1_000, Math.min(dueMs - Date.now(), 2 ** 31 - 1));
    wallTimer = setTimeout(() => void sweep().catch(() => undefined), waitMs).unref();
  }

  async function sweepNow(): Promise<number> {
    if (closed) return 0;
    const startedAt = performance.now();
    const rows = await expiringRows(upstream, table);
    gapMs = minuteMs * Math.max(1, (performance.now() - startedAt) / cheapScanMs);
    const isDue = (row: ExpiringRow) => Number(row.ttl) * 1_000 <= (row.wall ? Date.now() : clock.now());
    const deleted = await deleteRows(upstream, table, rows.filter(isDue));
    const rest = rows.filter((row) => !isDue(row));
    const next = earliest(rest.filter(({ wall }) => !wall));
    if (next !== Number.POSITIVE_INFINITY) arm(Math.max(next, clock.now() + gapMs));
    armWall(earliest(rest.filter(({ wall }) => wall)));
    if (deleted > 0) onDeleted?.();
    return deleted;
  }

  function sweep(): Promise<number> {
    running = running.catch(() => 0).then(sweepNow);
    return running;
  }

  arm(clock.now());
  return {
    noteWrite: () => arm(clock.now() + gapMs),
    sweep,
    async close() {
      closed = true;
      cancel();
      clearTimeout(wallTimer);
      await running.catch(() => 0);
      upstream.close();
    },
  };
}

function earliest(rows: ExpiringRow[]): number {
  return rows.reduce((soonest, { ttl }) => Math.min(soonest, Number(ttl) * 1_000), Number.POSITIVE_INFINITY);
}

async function expiringRows(upstream: Upstream, table: TtlSweepOptions['table']): Promise<ExpiringRow[]> {
  const rows: ExpiringRow[] = [];
  const names = {
    '#ttl': table.ttlAttribute,
    '#clock': 'clock',
    '#pk': table.key.partition,
    ...sortName(table),
  };
  for (let start: unknown, more = true; more; more = start !== undefined) {
    const page = await upstream.call('DynamoDB_20120810.Scan', {
      TableName: table.name,
      ProjectionExpression: Object.keys(names).join(', '),
      FilterExpression: 'attribute_type(#ttl, :number)',
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: { ':number': { S: 'N' } },
      ...(start !== undefined && { ExclusiveStartKey: start }),
    });
    const { Items: items, LastEvaluatedKey: last } = page;
    if (Array.isArray(items)) rows.push(...items.filter(isObject).map((item) => expiringRow(item, table)));
    start = last;
  }
  return rows;
}

function sortName({ key }: TableWiring): Record<string, string> {
  return key.sort === undefined ? {} : { '#sk': key.sort };
}

function expiringRow(item: Json, { ttlAttribute, key }: TtlSweepOptions['table']): ExpiringRow {
  const { [ttlAttribute]: ttl, clock } = item;
  const names = key.sort === undefined ? [key.partition] : [key.partition, key.sort];
  return {
    key: Object.fromEntries(names.map((name) => [name, item[name]])),
    ttl: isObject(ttl) ? String(ttl['N']) : '',
    wall: isObject(clock) && clock['S'] === 'wall',
  };
}

/** Each on the condition that nobody has given the row another life since. */
async function deleteRows(
  upstream: Upstream,
  table: TtlSweepOptions['table'],
  rows: ExpiringRow[],
): Promise<number> {
  let deleted = 0;
  for (const { key, ttl } of rows) {
    try {
      await upstream.call('DynamoDB_20120810.DeleteItem', {
        TableName: table.name,
        Key: key,
        ConditionExpression: '#ttl = :seen',
        ExpressionAttributeNames: { '#ttl': table.ttlAttribute },
        ExpressionAttributeValues: { ':seen': { N: ttl } },
      });
      deleted += 1;
    } catch (error) {
      if (!(error instanceof UpstreamError && error.type === 'ConditionalCheckFailedException')) throw error;
    }
  }
  return deleted;
}
