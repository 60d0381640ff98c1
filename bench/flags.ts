import { FlagError, parseFlags } from '../bin/command-line.ts';

export const PARTS = [
  'bundles',
  'load',
  'handlers',
  'inbox',
  'throughput',
  'screens',
  'telegram',
  'bodies',
  'console',
  'console-scroll',
] as const;
export type Part = (typeof PARTS)[number];

/** What `npm run bench -- …` was asked for. */
export interface Flags {
  parts: readonly Part[];
  /** Messages a second of the first throughput run, and updates a second of Telegram's. */
  rate: number;
  /** Length of each of these runs. */
  seconds: number;
  json: boolean;
}

const USAGE = `npm run bench -- [--only ${PARTS.join(',')}] [--rate 20] [--seconds 20] [--json]`;

const OPTIONS = {
  only: { type: 'string' },
  rate: { type: 'string' },
  seconds: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** Reads the bench's command line. @throws FlagError */
export function readFlags(args: readonly string[]): Flags {
  const given = parseFlags(args, OPTIONS, USAGE);
  return {
    parts: given.only === undefined ? PARTS : partsOf(given.only),
    rate: numberIn(given.rate ?? '20', '--rate', 1, 1_000),
    seconds: numberIn(given.seconds ?? '20', '--seconds', 1, 600),
    json: given.json ?? false,
  };
}

function partsOf(list: string): Part[] {
  const names = list.split(',');
  const unknown = names.find((name) => !(PARTS as readonly string[]).includes(name));
  if (unknown !== undefined)
    throw new FlagError(`--only takes ${PARTS.join(', ')}, with commas between them, not "${unknown}".`);
  return PARTS.filter((part) => names.includes(part));
}

function numberIn(text: string, flag: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || value < least || value > most)
    throw new FlagError(`${flag} must be a number from ${least} to ${most}, not "${text}".`);
  return value;
}
