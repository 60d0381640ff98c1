import { queueEdge } from '../../shared/edge/queue-edge.ts';
import { type FollowUpPorts, runFollowUps } from '../../shared/usecases/run-follow-ups.ts';

/** What works on the lane of follow-ups. */
export function consumer(ports: FollowUpPorts) {
  return queueEdge(ports.journal, { handle: (signal) => runFollowUps(ports, signal) });
}
