import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bill, billOfShipped, type Component } from '../../bin/sbom/shipped.ts';

const ROOT = join(import.meta.dirname, '../..');
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));

interface Described extends Component {
  licenses?: unknown[];
  hashes?: { alg: string }[];
}

describe('npm run sbom', () => {
  let dir: string;
  let text: string;
  let bill: Omit<Bill, 'components'> & { components: Described[] };

  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'firstline-sbom-'));
    const file = join(dir, 'bill.json');
    execFileSync(process.execPath, ['bin/sbom.ts', '--out', file], { cwd: ROOT });
    text = readFileSync(file, 'utf8');
    bill = JSON.parse(text);
  }, 30_000);
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it('writes CycloneDX of this version of the project', () => {
    const { name, version } = manifest;
    expect(bill).toMatchObject({ bomFormat: 'CycloneDX', metadata: { component: { name, version } } });
  });

  it('names every package that ships, of every version, and no tool', () => {
    const names = bill.components.map((one) => one.name);
    expect(names).toEqual(expect.arrayContaining(Object.keys(manifest.dependencies)));
    const entries = Object.entries<{
      version: string;
      dev?: boolean;
      optional?: boolean;
      devOptional?: boolean;
    }>(lock.packages);
    const shipped = entries
      .filter(([path, { dev, optional, devOptional }]) => path && !(dev || optional || devOptional))
      .map(([path, { version }]) => `${path.replace(/^.*node_modules\//, '')} ${version}`);
    const found = bill.components.map((one) => `${one.name} ${one.version}`);
    expect(found.toSorted()).toEqual([...new Set(shipped)].toSorted());
    const { devDependencies, optionalDependencies } = manifest;
    const tools = Object.keys({ ...devDependencies, ...optionalDependencies });
    expect(names.filter((name) => tools.includes(name))).toEqual([]);
  });

  it('gives each a licence and a hash', () => {
    expect(bill.components.filter(({ licenses }) => !licenses?.length)).toEqual([]);
    expect(bill.components.filter(({ hashes }) => !hashes?.some(({ alg }) => alg === 'SHA-512'))).toEqual([]);
  });

  it('tells of what each depends on, and nothing of what is not in it', () => {
    const refs = new Set([bill.metadata.component, ...bill.components].map((one) => one['bom-ref']));
    expect(bill.dependencies).toHaveLength(refs.size);
    const told = bill.dependencies.flatMap(({ ref, dependsOn }) => [ref, ...dependsOn]);
    expect(told.filter((ref) => !refs.has(ref))).toEqual([]);
  });

  it('says nowhere where a package came from', () => {
    expect(text).not.toMatch(/registry|\.tgz|"distribution"/);
    const hosts = [...text.matchAll(/https?:\/\/([^/"]+)/g)].map(([, host]) => host);
    expect(new Set(hosts)).toEqual(new Set(['cyclonedx.org']));
  });
});

it('an address to download from is taken out of a bill, and other references stay', () => {
  const component = (name: string) => ({
    'bom-ref': name,
    name,
    version: '1.0.0',
    externalReferences: [
      { type: 'distribution', url: 'https://packages.example.com/a.tgz' },
      { type: 'vcs', url: 'https://example.com/a.git' },
    ],
  });
  const bill = {
    metadata: { component: component('folder') },
    components: [component('a'), component('tool')],
    dependencies: [
      { ref: 'folder', dependsOn: ['a', 'tool'] },
      { ref: 'tool', dependsOn: [] },
    ],
  };
  const packages = {
    'node_modules/a': { version: '1.0.0' },
    'node_modules/tool': { version: '1.0.0', dev: true },
  };
  const shipped = billOfShipped(bill, { name: 'firstline', packages });
  expect(shipped.components.map(({ name }) => name)).toEqual(['a']);
  expect(shipped.components[0]?.externalReferences).toEqual([
    { type: 'vcs', url: 'https://example.com/a.git' },
  ]);
  expect(shipped.dependencies).toEqual([{ ref: 'folder', dependsOn: ['a'] }]);
  expect(shipped.metadata.component.name).toBe('firstline');
});
