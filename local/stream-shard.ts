import type { DynamoDBRecord } from 'aws-lambda';
import { isObject, type Json } from './json-shape.ts';
import type { TwinStore } from './persistence.ts';
import { type Upstream, UpstreamError } from './upstream.ts';
import type { StreamSourceWiring } from './wiring.ts';

export interface StreamShard {
  streamArn: string;
  shardId: string;
  /** Records behind those read before, at most `limit` (and 1,000); none if there are none yet. */
  read(limit: number): Promise<DynamoDBRecord[]>;
  /** Remembers that everything up to the last of these is done. */
  finished(records: DynamoDBRecord[]): void;
}

const service = 'DynamoDBStreams_20120810';
const largestRead = 1_000;

/** Opens the stream of a source's table where the source left off, or where it says a new one starts. */
export async function openShard(
  upstream: Upstream,
  source: StreamSourceWiring,
  store: TwinStore,
): Promise<StreamShard> {
  const streamArn = await streamOf(upstream, source.tableArn);
  const shardId = await newestShard(upstream, streamArn);
  const id = `${source.functionArn} ${source.tableArn}`;
  const saved = store.get('stream-position', id);
  let position = typeof saved === 'string' ? saved : '';
  let iterator: string | undefined;

  async function read(limit: number): Promise<DynamoDBRecord[]> {
    iterator ??= await iteratorAfter(upstream, { StreamArn: streamArn, ShardId: shardId }, position);
    const asked = { ShardIterator: iterator, Limit: Math.min(limit, largestRead) };
    const answer = await upstream.call(`${service}.GetRecords`, asked).catch((error: unknown) => {
      if (!(error instanceof UpstreamError)) throw error;
      // Iterators expire: the next look takes a new one at the position.
      iterator = undefined;
      return { NextShardIterator: undefined, Records: [] };
    });
    iterator = optionalText(answer['NextShardIterator']);
    return recordsOf(answer).map((record) => asLambdaRecord(record, source.tableArn, streamArn));
  }

  function finished(records: DynamoDBRecord[]): void {
    position = records.at(-1)?.dynamodb?.SequenceNumber ?? position;
    store.put('stream-position', id, position);
  }

  if (typeof saved !== 'string') {
    // Writing down where a reader starts keeps a restart before its first record from losing that record.
    if (source.startAt === 'LATEST') await skipAll(read, finished);
    finished([]);
  }
  return { streamArn, shardId, read, finished };
}

async function skipAll(read: StreamShard['read'], finished: StreamShard['finished']): Promise<void> {
  for (let records = await read(largestRead); records.length > 0; records = await read(largestRead))
    finished(records);
}

async function streamOf(upstream: Upstream, tableArn: string): Promise<string> {
  const name = tableArn.slice(tableArn.lastIndexOf('/') + 1);
  const { Table: table } = await upstream.call('DynamoDB_20120810.DescribeTable', { TableName: name });
  const arn = isObject(table) ? optionalText(table['LatestStreamArn']) : undefined;
  if (arn === undefined) throw new Error(`The table ${name} has no stream.`);
  return arn;
}

/** The emulator keeps one shard for a table's whole life. */
async function newestShard(upstream: Upstream, streamArn: string): Promise<string> {
  const { StreamDescription: stream } = await upstream.call(`${service}.DescribeStream`, {
    StreamArn: streamArn,
  });
  const shards = isObject(stream) && Array.isArray(stream['Shards']) ? stream['Shards'].filter(isObject) : [];
  const shardId = optionalText(shards.at(-1)?.['ShardId']);
  if (shardId === undefined) throw new Error(`The stream ${streamArn} has no shard.`);
  return shardId;
}

async function iteratorAfter(upstream: Upstream, shard: Json, position: string): Promise<string | undefined> {
  const from =
    position === ''
      ? { ShardIteratorType: 'TRIM_HORIZON' }
      : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: position };
  const answer = await upstream.call(`${service}.GetShardIterator`, { ...shard, ...from });
  return optionalText(answer['ShardIterator']);
}

function recordsOf(answer: Json): Json[] {
  const { Records: records } = answer;
  return Array.isArray(records) ? records.filter(isObject) : [];
}

/** The stream's own JSON is what functions get, but for the names the emulator makes up. */
function asLambdaRecord(record: Json, tableArn: string, streamArn: string): DynamoDBRecord {
  const label = streamArn.slice(streamArn.indexOf('/stream/'));
  return { ...record, awsRegion: tableArn.split(':')[3] ?? '', eventSourceARN: `${tableArn}${label}` };
}

function optionalText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
