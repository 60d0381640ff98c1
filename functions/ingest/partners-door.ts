import { httpEdge } from '../../shared/edge/http-edge.ts';
import { type Door, respond } from './routes.ts';

/** What answers the partners' requests. */
export function partnersDoor(door: Door) {
  return httpEdge(door, (event) => respond(door, event));
}
