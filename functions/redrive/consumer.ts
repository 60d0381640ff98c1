import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { RedriveCommand } from '../../shared/contracts/redrive-command.ts';
import { queueEdge } from '../../shared/edge/queue-edge.ts';
import {
  type RedrivePorts,
  redriveDead,
  replayText,
  resumeConversation,
  showUnreadable,
} from '../../shared/usecases/redrive-dead.ts';

export interface Redrive extends RedrivePorts {
  inboundDeadQueueArn: string;
}

/** What attends to dead letters, which come by themselves, and to commands, which come from whoever may invoke it. */
export function consumer(ports: Redrive) {
  const laneOf = (record: SQSRecord): 'inbound' | 'outbound' =>
    record.eventSourceARN === ports.inboundDeadQueueArn ? 'inbound' : 'outbound';
  const fromDeadLetters = queueEdge(ports.journal, {
    handle: (signal, record) => redriveDead(ports, laneOf(record), signal),
    unreadable: (record) => showUnreadable(ports, laneOf(record), record.messageId),
  });
  return async (event: SQSEvent | RedriveCommand, context: never): Promise<SQSBatchResponse | undefined> => {
    if ('Records' in event) return fromDeadLetters(event, context);
    await obey(ports, RedriveCommand.parse(event));
    return undefined;
  };
}

function obey(ports: Redrive, command: RedriveCommand): Promise<void> {
  return command.action === 'replay'
    ? replayText(ports, command.message_id)
    : resumeConversation(ports, command.conversation_id);
}
