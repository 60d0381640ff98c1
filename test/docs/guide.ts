import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadPyodide } from 'pyodide';

const ROOT = join(import.meta.dirname, '../..');

/** A block of code in a page; its first line is its language, and a file name if it is meant to be run. */
export interface Block {
  language: string;
  file: string | undefined;
  code: string;
}

export const textOf = (page: string): Promise<string> => readFile(join(ROOT, 'docs', page), 'utf8');

/** The blocks of a page under docs, in order. */
export async function blocksOf(page: string): Promise<Block[]> {
  const text = await textOf(page);
  return [...text.matchAll(/^```(\w+)(?: (\S+))?\n(.*?)^```$/gms)].map(
    ([, language = '', file, code = '']) => ({
      language,
      file,
      code,
    }),
  );
}

const inLanguage = (blocks: Block[], language: string) =>
  blocks.flatMap((block) =>
    block.language === language && block.file ? [[block.file, block.code] as const] : [],
  );

/** A page's JavaScript as files beside the packages of this repository. */
export async function layOutScripts(blocks: Block[]) {
  const folder = await mkdtemp(join(tmpdir(), 'firstline-guide-'));
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
  for (const [file, code] of inLanguage(blocks, 'js')) await writeFile(join(folder, file), code);
  return {
    load: <Module>(file: string): Promise<Module> => import(pathToFileURL(join(folder, file)).href),
    remove: () => rm(folder, { recursive: true }),
  };
}

/** A page's Python as modules of CPython, compiled to WebAssembly: no Python has to be installed. */
export async function layOutModules(blocks: Block[]) {
  const python = await loadPyodide();
  for (const [file, code] of inLanguage(blocks, 'python')) python.FS.writeFile(file, code);
  return {
    /** Runs it with `given` at hand, and reads the JSON that its last expression is. */
    run(code: string, given: unknown): unknown {
      const globals = python.toPy({ given_json: JSON.stringify(given) });
      const result: unknown = python.runPython(`import json\ngiven = json.loads(given_json)\n${code}`, {
        globals,
      });
      return JSON.parse(String(result));
    },
  };
}
