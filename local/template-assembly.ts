import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import * as z from 'zod';

const Manifest = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      properties: z
        .object({
          templateFile: z.string().optional(),
          stackName: z.string().optional(),
          file: z.string().optional(),
          directoryName: z.string().optional(),
        })
        .optional(),
    }),
  ),
});

const Resource = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).optional(),
  Condition: z.string().optional(),
});

const Output = z.object({ Value: z.unknown(), Export: z.object({ Name: z.unknown() }).optional() });

const Template = z.object({
  Resources: z.record(z.string(), Resource).default({}),
  Outputs: z.record(z.string(), Output).default({}),
});

const Assets = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.string().optional() }),
      destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
    }),
  ),
});

export interface Stack {
  name: string;
  resources: Record<string, z.infer<typeof Resource>>;
  outputs: Record<string, z.infer<typeof Output>>;
}

/** What a synth leaves behind: the stacks, and where each uploaded asset lies on this disk. */
export interface Assembly {
  stacks: Stack[];
  /** Object key in the assets' bucket → folder or file. */
  assets: Map<string, string>;
}

/** Reads a cloud assembly (the folder that `cdk synth` writes), nested ones of CDK stages included. */
export async function readAssembly(dir: string): Promise<Assembly> {
  const assembly: Assembly = { stacks: [], assets: new Map() };
  const manifest = Manifest.parse(await readJson(join(dir, 'manifest.json')));
  for (const [id, { type, properties = {} }] of Object.entries(manifest.artifacts)) {
    if (type === 'aws:cloudformation:stack' && properties.templateFile) {
      const template = Template.parse(await readJson(join(dir, properties.templateFile)));
      const name = properties.stackName ?? id;
      assembly.stacks.push({ name, resources: template.Resources, outputs: template.Outputs });
    }
    if (type === 'cdk:asset-manifest' && properties.file) {
      await addAssets(dir, join(dir, properties.file), assembly.assets);
    }
    if (type === 'cdk:cloud-assembly' && properties.directoryName) {
      const nested = await readAssembly(join(dir, properties.directoryName));
      assembly.stacks.push(...nested.stacks);
      for (const [key, path] of nested.assets) assembly.assets.set(key, path);
    }
  }
  return assembly;
}

async function addAssets(dir: string, file: string, assets: Map<string, string>): Promise<void> {
  const manifest = Assets.parse(await readJson(file));
  for (const { source, destinations } of Object.values(manifest.files)) {
    if (source.path === undefined) continue;
    for (const { objectKey } of Object.values(destinations)) assets.set(objectKey, resolve(dir, source.path));
  }
}

async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, 'utf8'));
}
