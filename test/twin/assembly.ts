import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export interface StackFixture {
  Resources: Record<string, { Type: string; Properties?: Record<string, unknown>; Condition?: string }>;
  Outputs?: Record<string, unknown>;
}

/** A folder that goes when the test ends. */
export async function temporaryDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'twin-test-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

/** Writes a cloud assembly as CDK does; `bundles` are the functions' modules by asset hash. */
export async function writeAssembly(
  stacks: Record<string, StackFixture>,
  bundles: Record<string, string> = {},
): Promise<string> {
  const dir = await temporaryDir();
  const artifacts: Record<string, unknown> = {
    assets: { type: 'cdk:asset-manifest', properties: { file: 'all.assets.json' } },
    Tree: { type: 'cdk:tree', properties: { file: 'tree.json' } },
  };
  for (const [name, template] of Object.entries(stacks)) {
    const templateFile = `${name}.template.json`;
    artifacts[name] = { type: 'aws:cloudformation:stack', properties: { templateFile } };
    await writeFile(join(dir, templateFile), JSON.stringify(template));
  }
  const files: Record<string, unknown> = {};
  for (const [hash, source] of Object.entries(bundles)) {
    await writeBundle(join(dir, `asset.${hash}`), source);
    files[hash] = {
      source: { path: `asset.${hash}`, packaging: 'zip' },
      destinations: { here: { objectKey: `${hash}.zip` } },
    };
  }
  await writeFile(join(dir, 'all.assets.json'), JSON.stringify({ files }));
  await writeFile(join(dir, 'manifest.json'), JSON.stringify({ version: '55.0.0', artifacts }));
  return dir;
}

export async function writeBundle(dir: string, source: string): Promise<void> {
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, 'index.mjs'), source);
}

/** `Fn::Sub` of a pattern with `$(Name)` for CloudFormation's placeholders, which a linter would take for JavaScript's. */
export function sub(pattern: string, variables?: Record<string, unknown>): { 'Fn::Sub': unknown } {
  const text = pattern.replace(/\$\((!?[^)]+)\)/g, (_whole, name: string) => `\${${name}}`);
  return { 'Fn::Sub': variables ? [text, variables] : text };
}
