import { queueEdge } from '../../shared/edge/queue-edge.ts';
import { deliverOutbound } from '../../shared/usecases/deliver-outbound.ts';
import { wire } from './wiring.ts';

const ports = wire(process.env);

export const handler = queueEdge(ports.journal, {
  handle: (signal, record) =>
    deliverOutbound(ports, signal, record.eventSourceARN === ports.slowQueueArn ? 'slow' : 'outbound'),
});
