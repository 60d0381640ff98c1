import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { RedriveCommand } from '../../shared/contracts/redrive-command.ts';
import { queueEdge } from '../../shared/edge/queue-edge.ts';
import {
  redriveDead,
  replayText,
  resumeConversation,
  showUnreadable,
} from '../../shared/usecases/redrive-dead.ts';
import { wire } from './wiring.ts';

const ports = wire(process.env);

const fromDeadLetters = queueEdge(ports.journal, {
  handle: (signal, record) => redriveDead(ports, laneOf(record), signal),
  unreadable: (record) => showUnreadable(ports, laneOf(record), record.messageId),
});

function laneOf(record: SQSRecord): 'inbound' | 'outbound' {
  return record.eventSourceARN === ports.inboundDeadQueueArn ? 'inbound' : 'outbound';
}

/** Dead letters come by themselves; commands come from whoever may invoke this function. */
export const handler = async (
  event: SQSEvent | RedriveCommand,
  context: never,
): Promise<SQSBatchResponse | undefined> => {
  if ('Records' in event) return fromDeadLetters(event, context);
  await obey(RedriveCommand.parse(event));
  return undefined;
};

function obey(command: RedriveCommand): Promise<void> {
  return command.action === 'replay'
    ? replayText(ports, command.message_id)
    : resumeConversation(ports, command.conversation_id);
}
