import { partnersDoor } from './partners-door.ts';
import { wire } from './wiring.ts';

export const handler = partnersDoor(wire(process.env));
