import { httpEdge } from '../../shared/edge/http-edge.ts';
import type { OperatorDoor } from './operator-route.ts';
import { respond } from './respond.ts';

/** The operators' API on these ports, as it is deployed. */
export function operatorsDoor(door: OperatorDoor) {
  return httpEdge(door, (event) => respond(door, event));
}
