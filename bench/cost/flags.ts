import { parseFlags } from '../../bin/command-line.ts';

/** What `npm run cost -- …` was asked for. */
export interface Flags {
  json: boolean;
}

/** Reads the command line. @throws FlagError */
export function readFlags(args: readonly string[]): Flags {
  const { json = false } = parseFlags(args, { json: { type: 'boolean' } }, 'npm run cost -- [--json]');
  return { json };
}
