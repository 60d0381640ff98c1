import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const read = (path: string) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));

interface Locked {
  version?: string;
  license?: string;
  resolved?: string;
  integrity?: string;
  inBundle?: boolean;
  hasInstallScript?: boolean;
}

const manifest = read('package.json');
const lock: { packages: Record<string, Locked> } = read('package-lock.json');
const packages = Object.entries(lock.packages).filter(([path]) => path !== '');
const where = (wrong: (locked: Locked, path: string) => boolean): string[] =>
  packages.filter(([path, locked]) => wrong(locked, path)).map(([path]) => path);

/** Licences that let anybody use, change and sell what is built with them, without giving out the source of it. */
const FREE = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Unlicense',
];

/** Under MPL-2.0: free as well, but whoever changes their files gives those out. None of them is in what is deployed. */
const TOOLS: Record<string, string> = {
  'axe-core': 'judges pages in browser tests',
  lightningcss: 'makes styles smaller when the console is built',
  pyodide: 'runs the Python of a guide in its test',
};

/** An expression of SPDX's: of licences joined by OR one has to be taken, of those joined by AND all. */
function isFree(expression: string): boolean {
  const bare = expression.replace(/^\((.*)\)$/, '$1');
  if (bare.includes(' OR ')) return bare.split(' OR ').some((one) => isFree(one));
  return bare.split(' AND ').every((one) => FREE.includes(one));
}

/** The tool itself, or its part for one machine. */
function isTool(path: string): boolean {
  const name = path.split('node_modules/').at(-1) ?? '';
  return Object.keys(TOOLS).some((tool) => name === tool || name.startsWith(`${tool}-`));
}

function licenceOf(path: string, locked: Locked): string {
  const file = `${path}/package.json`;
  // What is for other machines is not installed here; the lockfile has its licence.
  const { license = locked.license } = existsSync(join(ROOT, file)) ? read(file) : locked;
  return typeof license === 'string' ? license : (license?.type ?? '');
}

describe('package.json', () => {
  it('names every package by an exact version', () => {
    const named = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];
    const versions = named.flatMap((kind) => Object.entries<string>(manifest[kind] ?? {}));
    expect(versions.length).toBeGreaterThan(50);
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  it('lets no package run a script when it is installed', () => {
    const named = where((locked) => locked.hasInstallScript === true).map((path) =>
      path.split('node_modules/').at(-1),
    );
    const refused = Object.keys(manifest.allowScripts).filter(
      (name) => manifest.allowScripts[name] === false,
    );
    // Optional parts of macOS's file watcher are never installed elsewhere, and need no script there.
    expect(named.filter((name) => name !== 'fsevents')).toEqual(refused);
  });
});

describe('the dependencies', () => {
  it('are what is deployed, the console as well: nothing in it imports a package of development alone', () => {
    const sources = globSync('{functions,shared,console/src}/**/*.{ts,tsx}', { cwd: ROOT });
    const imported = sources
      .flatMap((path) => [
        ...readFileSync(join(ROOT, path), 'utf8').matchAll(
          /^(?:import|export)\s(?!type\s)(?:[^'";]*?\sfrom\s)?'((?:@[\w.-]+\/)?[a-z][\w.-]*)/gm,
        ),
      ])
      .map(([, name = '']) => name)
      .filter((name) => name !== 'node' && name !== 'virtual');
    const named = new Set(imported);
    expect(named.size).toBeGreaterThan(20);
    expect([...named].filter((name) => manifest.dependencies[name] === undefined)).toEqual([]);
  });
});

describe('the lockfile', () => {
  it('says of every package what its files are, and of none where it came from', () => {
    expect(packages.length).toBeGreaterThan(100);
    // What a package brings within itself is covered by its own hash.
    expect(where(({ integrity, inBundle }) => !inBundle && !/^sha512-/.test(integrity ?? ''))).toEqual([]);
    expect(where(({ resolved }) => resolved !== undefined)).toEqual([]);
    expect(JSON.stringify(lock)).not.toMatch(/https?:\/\/[^"]*\.tgz/);
  });

  it('has the versions that are installed', () => {
    const other = where(
      ({ version }, path) =>
        existsSync(join(ROOT, path, 'package.json')) && read(`${path}/package.json`).version !== version,
    );
    expect(other).toEqual([]);
  });
});

describe('the licences of packages', () => {
  it('all allow free commercial use', () => {
    const wrong = packages.flatMap(([path, locked]) => {
      const licence = licenceOf(path, locked);
      return isFree(licence) || (licence === 'MPL-2.0' && isTool(path)) ? [] : [`${path}: ${licence}`];
    });
    expect(wrong).toEqual([]);
  });

  it('under which only tools may be are those of tools: no source that is deployed imports one', () => {
    const sources = globSync('{functions,shared,console/src}/**/*.{ts,tsx}', { cwd: ROOT });
    const imports = new RegExp(`from '(${Object.keys(TOOLS).join('|')})['/]`);
    expect(sources.filter((path) => imports.test(readFileSync(join(ROOT, path), 'utf8')))).toEqual([]);
  });

  it.each([
    ['MIT', true],
    ['(MIT OR GPL-3.0-or-later)', true],
    ['MIT AND ISC AND BSD-3-Clause', true],
    ['MIT AND GPL-3.0-only', false],
    ['GPL-3.0-only', false],
    ['MPL-2.0', false],
    ['BUSL-1.1', false],
    ['SEE LICENSE IN LICENSE.md', false],
    ['', false],
  ])('"%s" is free for what is shipped: %s', (expression, free) => {
    expect(isFree(expression)).toBe(free);
  });
});
