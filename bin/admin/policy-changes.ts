import { readFileSync } from 'node:fs';
import { FlagError } from '../command-line.ts';
import type { Ask } from './api.ts';
import { readAssignment, withAssignment } from './assignments.ts';
import type { Typed } from './command.ts';

/** The present changes with what was typed, and the version they are of; or all of them from a file. @throws FlagError */
export async function changesTyped(
  ask: Ask,
  { words, options: { file } }: Typed,
  command: string,
): Promise<{ changes: unknown; seen_version?: unknown }> {
  if ((file === undefined) === (words.length === 0))
    throw new FlagError(`${command} takes either a.b=value … or --file FILE.`);
  if (file !== undefined) return { changes: readFile(file) };
  const assignments = words.map(readAssignment);
  const { changes: present, version: seen_version } = await ask('GET', '/api/policy');
  const changes = assignments.reduce<unknown>(
    (all, { path, value }) => withAssignment(all, path, value),
    present,
  );
  return { changes, seen_version };
}

function readFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new FlagError(`${file} cannot be read as JSON: ${(error as Error).message}.`);
  }
}
