import { queueEdge } from '../../shared/edge/queue-edge.ts';
import { type DeliverPorts, deliverOutbound } from '../../shared/usecases/deliver-outbound.ts';

/** What works on the outbound lane. */
export function consumer(ports: DeliverPorts) {
  return queueEdge(ports.journal, { handle: (signal) => deliverOutbound(ports, signal) });
}
