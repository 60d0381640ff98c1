import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PhpNode } from 'php-wasm/PhpNode.mjs';
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

/** What is used of it; its own types name modules that are not there. */
interface Php extends EventTarget {
  run(code: string): Promise<unknown>;
  writeFile(path: string, text: string): Promise<unknown>;
}

/** A page's PHP, in one interpreter of it that is compiled to WebAssembly. */
export async function layOutPhp(blocks: Block[]) {
  const php = new PhpNode({ version: '8.3' }) as PhpNode & Php;
  for (const [file, code] of inLanguage(blocks, 'php')) await php.writeFile(`/${file}`, code);
  return {
    /** Runs it with `$given` at hand, and reads the JSON it prints. */
    async run(code: string, given: unknown): Promise<unknown> {
      let printed = '';
      const listen = (event: Event) => {
        printed += (event as CustomEvent<string[]>).detail.join('');
      };
      php.addEventListener('output', listen);
      await php.writeFile('/given.json', JSON.stringify(given));
      await php.run(`<?php $given = json_decode(file_get_contents('/given.json'), true);\n${code}`);
      php.removeEventListener('output', listen);
      return JSON.parse(printed);
    },
  };
}
