import { BroadcastSignal } from '../../shared/contracts/broadcast-signal.ts';
import { queueEdgeOf } from '../../shared/edge/queue-edge.ts';
import { type BroadcastPorts, runBroadcast } from '../../shared/usecases/run-broadcast.ts';

/** What works on the lane of broadcasts. */
export function consumer(ports: BroadcastPorts) {
  return queueEdgeOf(BroadcastSignal, ports.journal, { handle: (signal) => runBroadcast(ports, signal) });
}
