import { socketDoor } from './socket-door.ts';
import { wire } from './wiring.ts';

export const handler = socketDoor(wire(process.env));
