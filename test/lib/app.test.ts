import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BOOTSTRAP_NEEDED } from '../../bin/stage/checks.ts';
import { nameOf, type Resource } from './synthesised.ts';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../..');
/** As the bench counts. */
const KB = 1_000;

interface Bundle {
  folder: string;
  environment: Record<string, string>;
}

let assembly: string;

beforeAll(async () => {
  assembly = mkdtempSync(join(tmpdir(), 'firstline-app-'));
  const context = { 'aws:cdk:enable-asset-metadata': true, statusPage: 'on' };
  await run(process.execPath, ['bin/app.ts'], {
    cwd: ROOT,
    env: { ...withoutAws(), CDK_OUTDIR: assembly, CDK_CONTEXT_JSON: JSON.stringify(context) },
  });
}, 60_000);

afterAll(() => rmSync(assembly, { recursive: true, force: true }));

describe('node bin/app.ts', () => {
  test('makes the three stacks of dev, for any account and region', () => {
    const templates = readdirSync(assembly).filter((name) => name.endsWith('.template.json'));
    expect(templates.sort()).toEqual([
      'firstline-dev-console.template.json',
      'firstline-dev-data.template.json',
      'firstline-dev-service.template.json',
    ]);
    const { artifacts } = readJson('manifest.json') as {
      artifacts: Record<string, { environment?: string }>;
    };
    expect(artifacts['firstline-dev-service']?.environment).toBe('aws://unknown-account/unknown-region');
  });

  test('needs the bootstrap that is looked for before a deploy', () => {
    const { artifacts } = readJson('manifest.json') as {
      artifacts: Record<string, { properties?: { requiresBootstrapStackVersion?: number } }>;
    };
    const needed = Object.values(artifacts).map(
      ({ properties }) => properties?.requiresBootstrapStackVersion ?? 0,
    );
    expect(Math.max(...needed)).toBe(BOOTSTRAP_NEEDED);
  });
});

describe.each([
  { name: 'Ingest', kb: 366, coldKb: 343 },
  { name: 'Telegram', kb: 283, coldKb: 283 },
  { name: 'OperatorApi', kb: 682, coldKb: 617 },
  { name: 'Auth', kb: 294, coldKb: 257 },
  { name: 'Classify', kb: 600, coldKb: 541 },
  { name: 'Deliver', kb: 373, coldKb: 373 },
  { name: 'FollowUp', kb: 358, coldKb: 358 },
  { name: 'Broadcast', kb: 334, coldKb: 334 },
  { name: 'Redrive', kb: 403, coldKb: 403 },
  { name: 'Recover', kb: 255, coldKb: 255 },
  { name: 'Project', kb: 247, coldKb: 247 },
  { name: 'Socket', kb: 270, coldKb: 270 },
  { name: 'Probe', kb: 229, coldKb: 229 },
  { name: 'Status', kb: 289, coldKb: 289 },
])('the bundle of $name', ({ name, kb, coldKb }) => {
  test(`has at most ${kb} KB of code, and loads ${coldKb} of them at a cold start`, () => {
    const bundle = bundleOf(name);
    const loaded = [...loadedWith(bundle.folder, 'index.mjs')].map((part) => join(bundle.folder, part));
    expect(sizeOf(loaded)).toBeLessThanOrEqual(coldKb * KB);
    expect(sizeOf(partsOf(bundle))).toBeLessThanOrEqual(kb * KB);
  });

  test('loads by itself, far from node_modules, and exports a handler', async () => {
    const { folder, environment } = bundleOf(name);
    const bundle = pathToFileURL(join(folder, 'index.mjs')).href;
    const script = `console.log(await import('${bundle}').then((it) => typeof it.handler, (error) => error.message))`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: folder,
      env: { ...withoutAws(), ...environment, AWS_REGION: 'eu-central-1', LAMBDA_TASK_ROOT: folder },
    });
    expect(stdout.trim()).toBe('function');
  });
});

describe.each(['Ingest', 'Deliver'])('the twin’s switch in the bundle of %s', (name) => {
  test('is read in one place and set in none', () => {
    const parts = partsOf(bundleOf(name));
    const code = parts.map((part) => readFileSync(part, 'utf8')).join('');
    expect(code.match(/firstline\.host/g)).toHaveLength(1);
    expect(code.match(/.loopbackWebhooks.{4}/g)).toEqual(['.loopbackWebhooks===!']);
  });

  test('is off when it has loaded, whatever the environment says', async () => {
    const { folder, environment } = bundleOf(name);
    const bundle = pathToFileURL(join(folder, 'index.mjs')).href;
    const script = `await import('${bundle}'); console.log(Symbol.for('firstline.host') in globalThis)`;
    const tempting = ['LOOPBACK', 'LOOPBACK_WEBHOOKS', 'FIRSTLINE_HOST', 'FIRSTLINE_LOCAL', 'firstline.host'];
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: folder,
      env: {
        ...withoutAws(),
        ...environment,
        ...Object.fromEntries(tempting.map((variable) => [variable, '{"loopbackWebhooks":true}'])),
        AWS_REGION: 'eu-central-1',
        LAMBDA_TASK_ROOT: folder,
      },
    });
    expect(stdout.trim()).toBe('false');
  });
});

describe('the bundle of Classify', () => {
  test('has the model beside it, byte for byte', () => {
    const source = join(ROOT, 'shared/classification/model');
    const copy = join(bundleOf('Classify').folder, 'model');
    expect(readdirSync(copy)).toEqual(readdirSync(source));
    for (const name of readdirSync(source)) {
      expect(readFileSync(join(copy, name)).equals(readFileSync(join(source, name))), name).toBe(true);
    }
  });
});

describe('what asks a language model in the bundle of Classify', () => {
  /** The one part that this stands in. */
  const partWith = (words: string): string => {
    const holders = partsOf(bundleOf('Classify')).filter((part) =>
      readFileSync(part, 'utf8').includes(words),
    );
    expect(holders).toHaveLength(1);
    return basename(holders[0] ?? '');
  };
  const code = (file: string) => readFileSync(join(bundleOf('Classify').folder, file), 'utf8');

  test('is a part by itself, which a desk without a model never loads', () => {
    const file = partWith('/chat/completions');
    expect(code('index.mjs')).toContain(`import("./${file}")`);
    expect(loadedWith(bundleOf('Classify').folder, 'index.mjs')).not.toContain(file);
  });

  test('of Bedrock is one more, which a desk with another model never loads', () => {
    const { folder } = bundleOf('Classify');
    const adviser = partWith('/chat/completions');
    const converse = partWith('toolChoice');
    expect(code(adviser)).toContain(`import("./${converse}")`);
    expect(loadedWith(folder, adviser)).not.toContain(converse);
    expect(loadedWith(folder, 'index.mjs')).not.toContain(converse);
    const client = partWith('AmazonBedrockFrontendService');
    expect(loadedWith(folder, converse)).toContain(client);
    for (const other of ['index.mjs', adviser]) expect(loadedWith(folder, other)).not.toContain(client);
  });

  test('of Bedrock loads far from node_modules', async () => {
    const { folder } = bundleOf('Classify');
    const part = pathToFileURL(join(folder, partWith('toolChoice'))).href;
    const script = `console.log(Object.keys(await import('${part}')))`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: folder,
      env: withoutAws(),
    });
    expect(stdout).toContain('ConverseClient');
  });
});

/** A file of a bundle and all that it imports by itself; what an `import()` fetches is not among them. */
function loadedWith(folder: string, file: string, loaded = new Set<string>()): Set<string> {
  if (loaded.has(file)) return loaded;
  loaded.add(file);
  const imports = readFileSync(join(folder, file), 'utf8').matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g);
  for (const [, other = ''] of imports) loadedWith(folder, other, loaded);
  return loaded;
}

function sizeOf(files: readonly string[]): number {
  return files.map((file) => statSync(file).size).reduce((sum, size) => sum + size);
}

/** The files of a bundle's code. */
function partsOf({ folder }: Bundle): string[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.mjs'));
  return files.map((file) => join(folder, file));
}

function bundleOf(name: string): Bundle {
  const { Resources } = readJson('firstline-dev-service.template.json') as {
    Resources: Record<string, Resource>;
  };
  const found = Object.entries(Resources).find(
    ([id, { Type }]) => Type === 'AWS::Lambda::Function' && id.startsWith(`${name}Function`),
  );
  if (!found) throw new Error(`there is no function ${name}`);
  const { Metadata, Properties } = found[1];
  const { Variables } = Properties['Environment'] as { Variables: Record<string, unknown> };
  return {
    folder: join(assembly, String(Metadata?.['aws:asset:path'])),
    environment: Object.fromEntries(Object.entries(Variables).map(([key, value]) => [key, nameOf(value)])),
  };
}

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(join(assembly, name), 'utf8'));
}

/** This process's environment without an account, a region or a configuration to find them in. */
function withoutAws(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(AWS|CDK)_/.test(name));
  return {
    ...Object.fromEntries(kept),
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
}
