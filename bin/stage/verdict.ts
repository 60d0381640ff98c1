import type { StageSettings } from '../../lib/stage-settings.ts';
import type { Parameters } from './world.ts';

/** What a check has to ask with. */
export interface Checking {
  settings: StageSettings;
  parameters: Parameters;
  /** AWS's own command line, for what no client among the packages asks. */
  ask: (args: readonly string[]) => Promise<unknown>;
}

/** What a check found: `slow` is worth knowing and no reason to stop, `unclear` could not be looked at. */
export interface Verdict {
  what: string;
  state: 'fine' | 'slow' | 'unclear' | 'failed';
  detail: string;
  /** What to do about it. */
  todo?: string;
}

export const fine = (what: string, detail: string): Verdict => ({ what, state: 'fine', detail });
export const failed = (what: string, detail: string, todo: string): Verdict => ({
  what,
  state: 'failed',
  detail,
  todo,
});
export const unclear = (what: string, reason: string): Verdict => ({
  what,
  state: 'unclear',
  detail: `not looked at: ${reason}`,
});

/** Does AWS's command line say that there is no such thing? */
export const notFound = (error: unknown): boolean =>
  /ResourceNotFound|NonexistentItem/.test((error as Error).message);

const MARKS: Record<Verdict['state'], string> = { fine: 'ok', slow: '!', unclear: '?', failed: 'NO' };

export function linesOf({ what, state, detail, todo }: Verdict): string[] {
  return [
    `  ${MARKS[state].padEnd(3)} ${what.padEnd(12)} ${detail}`,
    ...(todo === undefined ? [] : [`                   do: ${todo}`]),
  ];
}
