import { streamEdge } from '../../shared/edge/stream-edge.ts';
import { type RecoverPorts, recoverUnsignalled } from '../../shared/usecases/recover-unsignalled.ts';

/** What reads the table's stream some seconds behind. */
export function consumer(ports: RecoverPorts) {
  return streamEdge(ports.journal, ({ id }) => recoverUnsignalled(ports, id));
}
