import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { BroadcastSignal } from '../../shared/contracts/broadcast-signal.ts';
import { JobLaneSignal } from '../../shared/contracts/job-signal.ts';
import { RedriveCommand } from '../../shared/contracts/redrive-command.ts';
import { queueEdge, queueEdgeOf } from '../../shared/edge/queue-edge.ts';
import {
  type RedrivePorts,
  redriveBroadcast,
  redriveDead,
  redriveIncident,
  redriveJob,
  resumeConversation,
  showUnreadable,
} from '../../shared/usecases/redrive-dead.ts';
import { type IncidentWorkPorts, workOnIncident } from '../../shared/usecases/work-on-incident.ts';
import { type JobPorts, workOnJob } from '../../shared/usecases/work-on-job.ts';

export type Redrive = RedrivePorts &
  JobPorts &
  IncidentWorkPorts & {
    /** The queues whose letters are known by where they come from; the outbound dead letters are the rest. */
    arns: Record<'inboundDead' | 'followUpsDead' | 'broadcastsDead' | 'jobs' | 'jobsDead', string>;
  };

/** Dead letters and jobs come by themselves; commands come from whoever may invoke this function. */
export function consumer(ports: Redrive) {
  const { arns, journal } = ports;
  const laneOf = ({ eventSourceARN }: SQSRecord) => {
    if (eventSourceARN === arns.followUpsDead) return 'followUps';
    return eventSourceARN === arns.inboundDead ? 'inbound' : 'outbound';
  };
  const deadLetters = queueEdge(journal, {
    handle: (signal, record) => redriveDead(ports, laneOf(record), signal),
    unreadable: (record) => showUnreadable(ports, laneOf(record), record.messageId),
  });
  const jobs = queueEdgeOf(JobLaneSignal, journal, {
    handle: (signal) => ('incident_id' in signal ? workOnIncident(ports, signal) : workOnJob(ports, signal)),
  });
  const deadJobs = queueEdgeOf(JobLaneSignal, journal, {
    handle: (signal) =>
      'incident_id' in signal ? redriveIncident(ports, signal) : redriveJob(ports, signal),
    unreadable: (record) => showUnreadable(ports, 'jobs', record.messageId),
  });
  const deadBroadcasts = queueEdgeOf(BroadcastSignal, journal, {
    handle: (signal) => redriveBroadcast(ports, signal),
    unreadable: (record) => showUnreadable(ports, 'broadcasts', record.messageId),
  });
  return async (
    event: SQSEvent | RedriveCommand,
    context: Context,
  ): Promise<SQSBatchResponse | undefined> => {
    if (!('Records' in event)) return resume(ports, RedriveCommand.parse(event));
    // Every batch is of one queue.
    const from = event.Records[0]?.eventSourceARN;
    if (from === arns.jobs) return jobs(event, context);
    if (from === arns.broadcastsDead) return deadBroadcasts(event, context);
    return from === arns.jobsDead ? deadJobs(event, context) : deadLetters(event, context);
  };
}

async function resume(ports: Redrive, { conversation_id }: RedriveCommand): Promise<undefined> {
  await resumeConversation(ports, conversation_id);
}
