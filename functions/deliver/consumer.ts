import { queueEdge } from '../../shared/edge/queue-edge.ts';
import { type DeliverPorts, deliverOutbound } from '../../shared/usecases/deliver-outbound.ts';

export interface Deliver extends DeliverPorts {
  slowQueueArn: string;
}

/** What works on the outbound lane and on the slow one. */
export function consumer(ports: Deliver) {
  return queueEdge(ports.journal, {
    handle: (signal, record) =>
      deliverOutbound(ports, signal, record.eventSourceARN === ports.slowQueueArn ? 'slow' : 'outbound'),
  });
}
