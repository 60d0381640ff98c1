import { httpEdge } from '../../shared/edge/http-edge.ts';
import { respond, type StatusDoor } from './routes.ts';

/** What tells anybody how the service fares, on these ports, as it is deployed. */
export function statusDoor(door: StatusDoor) {
  return httpEdge(door, (event) => respond(door, event));
}
