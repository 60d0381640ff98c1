import { consumer } from './consumer.ts';
import { wire } from './wiring.ts';

export const handler = consumer(wire(process.env));
