import type { TestProject } from 'vitest/node';
import { synthesise } from '../../local/synth.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The synthesised app, the console in it. */
    assemblyDir: string;
  }
}

/** Once for all files with browsers, the status page in it. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const { dir, remove } = await synthesise({ statusPage: 'on' });
  project.provide('assemblyDir', dir);
  return remove;
}
