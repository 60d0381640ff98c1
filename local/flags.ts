import { FlagError, parseFlags } from '../bin/command-line.ts';

/** What `npm start -- …` was asked for. */
export interface Flags {
  /** 0 takes any free port. */
  port: number;
  /** How many times faster than the wall business time runs. */
  speed: number;
  pace: 'natural' | 'immediate';
  limits: 'on' | 'off';
  /** Whether anybody may look at `/status`. */
  statusPage: 'on' | 'off';
  /** Where everything is kept over restarts; without it, in memory. */
  dataDir?: string;
  open: boolean;
  verbose: boolean;
}

const USAGE =
  'npm start -- [--port N] [--speed X] [--pace immediate|natural] [--limits off|on] [--status-page on|off] [--data DIR] [--open] [--verbose]';

const OPTIONS = {
  port: { type: 'string' },
  speed: { type: 'string' },
  pace: { type: 'string' },
  limits: { type: 'string' },
  'status-page': { type: 'string' },
  data: { type: 'string' },
  open: { type: 'boolean' },
  verbose: { type: 'boolean' },
} as const;

/** Reads the twin's command line. @throws FlagError */
export function readFlags(args: string[]): Flags {
  const given = parseFlags(args, OPTIONS, USAGE);
  return {
    port: numberIn(given.port ?? '3000', '--port', /^\d{1,5}$/, 0, 65_535),
    speed: numberIn(given.speed ?? '1', '--speed', /^\d*\.?\d+$/, 0.001, 100_000),
    pace: oneOf(given.pace ?? 'natural', '--pace', ['natural', 'immediate']),
    limits: oneOf(given.limits ?? 'on', '--limits', ['on', 'off']),
    statusPage: oneOf(given['status-page'] ?? 'off', '--status-page', ['on', 'off']),
    ...(given.data === undefined ? {} : { dataDir: nonEmpty(given.data, '--data') }),
    open: given.open ?? false,
    verbose: given.verbose ?? false,
  };
}

function numberIn(text: string, flag: string, pattern: RegExp, least: number, most: number): number {
  const value = Number(text);
  if (!pattern.test(text) || value < least || value > most) {
    throw new FlagError(`${flag} must be a number from ${least} to ${most}, not "${text}".`);
  }
  return value;
}

function oneOf<Choice extends string>(text: string, flag: string, choices: readonly Choice[]): Choice {
  const choice = choices.find((candidate) => candidate === text);
  if (choice === undefined) throw new FlagError(`${flag} must be ${choices.join(' or ')}, not "${text}".`);
  return choice;
}

function nonEmpty(text: string, flag: string): string {
  if (text.trim() === '') throw new FlagError(`${flag} needs a folder.`);
  return text;
}
