import { httpEdge } from '../../shared/edge/http-edge.ts';
import { type OperatorDoor, respond } from './routes.ts';

/** The operators' API on these ports, as it is deployed. */
export function operatorsDoor(door: OperatorDoor) {
  return httpEdge(door.journal, (event) => respond(door, event));
}
