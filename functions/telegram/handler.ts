import { telegramDoor } from './telegram-door.ts';
import { wire } from './wiring.ts';

export const handler = telegramDoor(wire(process.env));
