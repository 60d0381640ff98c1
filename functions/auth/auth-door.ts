import { httpEdge } from '../../shared/edge/http-edge.ts';
import { type AuthDoor, respond } from './routes.ts';

/** What people of the desk sign in at, on these ports, as it is deployed. */
export function authDoor(door: AuthDoor) {
  return httpEdge(door, (event) => respond(door, event));
}
