import type {
  Context,
  DynamoDBBatchResponse,
  DynamoDBStreamEvent,
  SQSBatchResponse,
  SQSEvent,
} from 'aws-lambda';
import { changeOf } from '../../shared/adapters/dynamo/stream-changes.ts';
import { projectorEdge } from '../../shared/edge/projector-edge.ts';
import { type ProjectPorts, projectChanges, resyncAll } from '../../shared/usecases/project-changes.ts';

/** What reads the table's stream for the screens, and hears of records that were left behind. */
export function consumer(ports: ProjectPorts) {
  const fromStream = projectorEdge(ports.journal, changeOf, (changes) => projectChanges(ports, changes));
  return async (
    event: DynamoDBStreamEvent | SQSEvent,
    context: Context,
  ): Promise<DynamoDBBatchResponse | SQSBatchResponse> =>
    isOfStream(event) ? fromStream(event, context) : tellOfLoss(ports, event);
}

/** Every batch is of one source. */
function isOfStream(event: DynamoDBStreamEvent | SQSEvent): event is DynamoDBStreamEvent {
  return event.Records.every((record) => 'dynamodb' in record);
}

/** Once for all of them: what fails here comes again by its queue. */
async function tellOfLoss(ports: ProjectPorts, { Records }: SQSEvent): Promise<SQSBatchResponse> {
  for (const { messageId } of Records) ports.journal.error('records.left_behind', { message_id: messageId });
  await resyncAll(ports);
  return { batchItemFailures: [] };
}
