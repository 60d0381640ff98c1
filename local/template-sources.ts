import type * as z from 'zod';
import { type Resource, readProperties } from './template-resources.ts';
import { EVENT_SOURCE } from './template-types.ts';
import type { EventSourceWiring, QueueSourceWiring, StreamSourceWiring, Wiring } from './wiring.ts';

type Read = z.infer<typeof EVENT_SOURCE.reads>;
type Common = Pick<EventSourceWiring, 'functionArn' | 'windowS' | 'reportsItemFailures'>;

/** An event source, led to the function, table or queue of the rest of the wiring. */
export function eventSourceOf(resource: Resource, wiring: Wiring): EventSourceWiring {
  const read = readProperties(resource, EVENT_SOURCE);
  const target = wiring.functions.find(({ name, arn }) => [name, arn].includes(read.FunctionName));
  if (!target) throw new Error(`${resource.place}: no stack defines the function ${read.FunctionName}`);
  const common: Common = {
    functionArn: target.arn,
    windowS: read.MaximumBatchingWindowInSeconds,
    reportsItemFailures: read.FunctionResponseTypes.length > 0,
  };
  const table = wiring.tables.find(({ arn }) => read.EventSourceArn.startsWith(`${arn}/stream/`));
  if (table) return streamSource(common, read, table.arn);
  const queue = wiring.queues.find(({ arn }) => arn === read.EventSourceArn);
  if (!queue) throw new Error(`${resource.place}: no stack defines the source ${read.EventSourceArn}`);
  if (read.FilterCriteria)
    throw new Error(`${resource.place}: the twin does not understand FilterCriteria of a queue`);
  return queueSource(common, read, queue.arn);
}

function streamSource(common: Common, read: Read, tableArn: string): StreamSourceWiring {
  const { MaximumRetryAttempts: retries, DestinationConfig: destination, FilterCriteria: criteria } = read;
  return {
    ...common,
    kind: 'stream',
    tableArn,
    batchSize: read.BatchSize ?? 100,
    startAt: read.StartingPosition ?? 'LATEST',
    bisectOnError: read.BisectBatchOnFunctionError,
    // −1 is CloudFormation's word for no limit.
    ...(retries === undefined || retries < 0 ? {} : { maxRetries: retries }),
    ...(destination ? { failureQueueArn: destination.OnFailure.Destination } : {}),
    filters: (criteria?.Filters ?? []).map(({ Pattern }): unknown => JSON.parse(Pattern)),
  };
}

function queueSource(common: Common, read: Read, queueArn: string): QueueSourceWiring {
  const most = read.ScalingConfig?.MaximumConcurrency;
  return {
    ...common,
    kind: 'queue',
    queueArn,
    batchSize: read.BatchSize ?? 10,
    ...(most === undefined ? {} : { maxConcurrency: most }),
  };
}
