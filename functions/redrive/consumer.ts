import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { DeadLetter } from '../../shared/contracts/dead-letter.ts';
import { JobLaneSignal } from '../../shared/contracts/job-signal.ts';
import { RedriveCommand } from '../../shared/contracts/redrive-command.ts';
import { queueEdgeOf } from '../../shared/edge/queue-edge.ts';
import {
  type RedrivePorts,
  redriveLetter,
  resumeConversation,
  showUnreadable,
} from '../../shared/usecases/redrive-dead.ts';
import { type IncidentWorkPorts, workOnIncident } from '../../shared/usecases/work-on-incident.ts';
import { type JobPorts, workOnJob } from '../../shared/usecases/work-on-job.ts';

export type Redrive = RedrivePorts &
  JobPorts &
  IncidentWorkPorts & {
    /** The lane of jobs; what comes by another queue is a dead letter. */
    jobsQueueArn: string;
  };

/** Dead letters and jobs come by themselves; commands come from whoever may invoke this function. */
export function consumer(ports: Redrive) {
  const { jobsQueueArn, journal } = ports;
  const jobs = queueEdgeOf(JobLaneSignal, journal, {
    handle: (signal) => ('incident_id' in signal ? workOnIncident(ports, signal) : workOnJob(ports, signal)),
  });
  const deadLetters = queueEdgeOf(DeadLetter, journal, {
    handle: (letter) => redriveLetter(ports, letter),
    unreadable: ({ messageId }) => showUnreadable(ports, messageId),
  });
  return async (
    event: SQSEvent | RedriveCommand,
    context: Context,
  ): Promise<SQSBatchResponse | undefined> => {
    if (!('Records' in event)) return resume(ports, RedriveCommand.parse(event));
    // Every batch is of one queue.
    const isJobs = event.Records[0]?.eventSourceARN === jobsQueueArn;
    return isJobs ? jobs(event, context) : deadLetters(event, context);
  };
}

async function resume(ports: Redrive, { conversation_id }: RedriveCommand): Promise<undefined> {
  await resumeConversation(ports, conversation_id);
}
