import { type ParseArgsConfig, parseArgs } from 'node:util';

/** A command line that cannot be followed; the message is one sentence for the person who typed it. */
export class FlagError extends Error {
  override readonly name = 'FlagError';
}

/** What was typed, by the names of the options. @throws FlagError, which ends with `usage` */
export function parseFlags<const Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
  usage: string,
) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw flagErrorOf(error, usage);
  }
}

/** The same where words stand between the options. @throws FlagError, which ends with `usage` */
export function parseWords<const Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
  usage: string,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw flagErrorOf(error, usage);
  }
}

function flagErrorOf(error: unknown, usage: string): FlagError {
  const reason = error instanceof Error ? error.message.split('. ')[0] : String(error);
  return new FlagError(`${reason}; use ${usage}`);
}

/** What this process was asked for; it ends with exit code 2 and the reason if that cannot be followed. */
export function flagsOrExit<Flags>(readFlags: (args: string[]) => Flags): Flags {
  try {
    return readFlags(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof FlagError)) throw error;
    console.error(error.message);
    process.exit(2);
  }
}
