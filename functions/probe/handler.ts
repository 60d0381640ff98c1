import { probeBots } from '../../shared/usecases/probe-bots.ts';
import { wire } from './wiring.ts';

const ports = wire(process.env);

/** Run every few minutes. */
export const handler = (): Promise<void> => probeBots(ports);
