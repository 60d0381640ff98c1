import type { Command } from '../message.ts';

const COMMAND = /^\/(start|help)(?:@\w+)?(?:\s+(\S+))?$/i;
const PAYLOAD = /^[\w-]{1,64}$/;
const ASCII = /^[!-~]+$/;

/**
 * The command that a text is. Behind `/start` may stand what the link carried; what no link can carry is not taken over.
 * A command with words behind it is what somebody wrote by hand, and the words count.
 */
export function commandOf(text: string): Command | undefined {
  const [, name = '', behind] = COMMAND.exec(text) ?? [];
  if (name.toLowerCase() === 'help') return behind === undefined ? { kind: 'help' } : undefined;
  if (name === '' || (behind !== undefined && !ASCII.test(behind))) return undefined;
  return behind !== undefined && PAYLOAD.test(behind)
    ? { kind: 'start', payload: behind }
    : { kind: 'start' };
}
