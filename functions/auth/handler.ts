import { authDoor } from './auth-door.ts';
import { wire } from './wiring.ts';

export const handler = authDoor(wire(process.env));
