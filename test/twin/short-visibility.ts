import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { synthesise } from '../../local/synth.ts';

/** A signal whose consumer was killed comes back after this; the deployed minutes would make a test as long. */
const VISIBILITY_S = 5;

/** The assembly, with lanes whose signals come back soon, until the test is over. */
export async function assemblyWithShortVisibility(): Promise<string> {
  const { dir, remove } = await withShortVisibility();
  onTestFinished(remove);
  return dir;
}

/** The same, for whoever removes it. */
export async function withShortVisibility(): ReturnType<typeof synthesise> {
  const assembly = await synthesise();
  const { dir } = assembly;
  for (const name of await readdir(dir)) {
    if (!name.endsWith('.template.json')) continue;
    const template = await readFile(join(dir, name), 'utf8');
    const shortened = template.replace(/"VisibilityTimeout": \d+/g, `"VisibilityTimeout": ${VISIBILITY_S}`);
    await writeFile(join(dir, name), shortened);
  }
  return assembly;
}
