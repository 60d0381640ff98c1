import { statusDoor } from './status-door.ts';
import { wire } from './wiring.ts';

export const handler = statusDoor(wire(process.env));
