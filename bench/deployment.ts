import { synthesise } from '../local/synth.ts';
import { readWiring } from '../local/template.ts';
import type { FunctionWiring, TableWiring } from '../local/wiring.ts';

/** Nothing listens there: the bench loads the bundles and calls nothing. */
const NOWHERE = { gatewayUrl: 'http://127.0.0.1:9', publicUrl: 'http://localhost:9' };

/** The functions as they would be deployed; the folder with their bundles goes with it. */
export interface Deployment extends AsyncDisposable {
  functions: FunctionWiring[];
  tables: TableWiring[];
}

/** Synthesises the app for the bench alone, with every function that there may be. @throws Error with what the app printed, if it fails. */
export async function synthesiseDeployment(): Promise<Deployment> {
  const { dir, remove } = await synthesise({ statusPage: 'on' });
  try {
    const { functions, tables } = await readWiring(dir, NOWHERE);
    return { functions, tables, [Symbol.asyncDispose]: remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** The file that Lambda would load for a function. */
export function moduleName({ handler }: FunctionWiring): string {
  return `${handler.slice(0, handler.lastIndexOf('.'))}.mjs`;
}
