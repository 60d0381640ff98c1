import { operatorsDoor } from './operators-door.ts';
import { wire } from './wiring.ts';

export const handler = operatorsDoor(wire(process.env));
