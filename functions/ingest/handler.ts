import { httpEdge } from '../../shared/edge/http-edge.ts';
import { respond } from './routes.ts';
import { wire } from './wiring.ts';

const door = wire(process.env);

export const handler = httpEdge(door.journal, (event) => respond(door, event));
