import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { measureBundles } from '../../bench/bundles.ts';
import { measureLoad } from '../../bench/load.ts';
import type { FunctionWiring } from '../../local/wiring.ts';

async function functionWith(source: string): Promise<FunctionWiring> {
  const assetDir = await mkdtemp(join(tmpdir(), 'bench-test-'));
  onTestFinished(() => rm(assetDir, { recursive: true, force: true }));
  await writeFile(join(assetDir, 'index.mjs'), source);
  return {
    name: 'classify-name',
    label: 'classify',
    arn: 'arn:aws:lambda:us-east-1:000000000000:function:classify',
    assetDir,
    handler: 'index.handler',
    timeoutS: 10,
    memoryMb: 512,
    environment: { TABLE_NAME: 'table' },
  };
}

it('a bundle is measured in thousands of bytes, and apart from what lies beside it', async () => {
  const imports = 'import{x}from"./chunk-C3D4.mjs";import("./part-A1B2.mjs");';
  const one = await functionWith(imports.padEnd(1_000));
  await writeFile(join(one.assetDir, 'chunk-C3D4.mjs'), 'import"./index.mjs";'.padEnd(1_000));
  await writeFile(join(one.assetDir, 'part-A1B2.mjs'), 'x'.repeat(500));
  await mkdir(join(one.assetDir, 'model'));
  await writeFile(join(one.assetDir, 'model', 'weights.bin'), Buffer.alloc(4_000));

  const { rows } = await measureBundles([one]);

  expect(rows['classify']?.['code']).toEqual({ value: 2.5, unit: 'KB', target: 700 });
  expect(rows['classify']?.['at a cold start']?.value).toBe(2);
  expect(rows['classify']?.['files beside it']?.value).toBe(4);
  expect(rows['classify']?.['gzipped']?.value).toBeLessThan(0.2);
});

it('a module is loaded in a process of its own, with the environment it is deployed with', async () => {
  const { rows } = await measureLoad([
    await functionWith(
      "if (process.env.TABLE_NAME !== 'table') throw new Error('no table'); setInterval(() => 0, 1e3);",
    ),
  ]);

  expect(rows['classify']?.['median']?.value).toBeGreaterThan(0);
  expect(rows['classify']?.['peak RSS']?.value).toBeGreaterThan(10);
});

it('a module that cannot be loaded is an error with what it said', async () => {
  const broken = await functionWith("throw new Error('no such table');");

  await expect(measureLoad([broken])).rejects.toThrow('no such table');
});
