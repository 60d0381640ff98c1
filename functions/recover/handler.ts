import { streamEdge } from '../../shared/edge/stream-edge.ts';
import { recoverUnsignalled } from '../../shared/usecases/recover-unsignalled.ts';
import { wire } from './wiring.ts';

const ports = wire(process.env);

export const handler = streamEdge(ports.journal, ({ id }) => recoverUnsignalled(ports, id));
