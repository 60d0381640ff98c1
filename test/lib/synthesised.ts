import { rmSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { DataStack } from '../../lib/data-stack.ts';
import { ServiceStack } from '../../lib/service-stack.ts';
import { type StageSettings, stageSettings } from '../../lib/stage-settings.ts';

/** A resource as the template states it; assertions look into it freely. */
export interface Resource {
  Type: string;
  Properties: Record<string, unknown>;
  DeletionPolicy?: string;
  DependsOn?: string[];
  Metadata?: Record<string, unknown>;
}

/** Both stacks of a stage, without the bundles and CloudFormation's own validation: app.test.ts has both. */
export function synthesise(stage: 'dev' | 'prod', over: Partial<StageSettings> = {}) {
  const app = new App({
    analyticsReporting: false,
    builtinCloudFormationValidation: false,
    context: { 'aws:cdk:bundling-stacks': [] },
  });
  const settings = { ...stageSettings(stage), ...over };
  try {
    const data = new DataStack(app, 'data', settings);
    const service = new ServiceStack(app, 'service', settings, data.table);
    const templates = { data: Template.fromStack(data), service: Template.fromStack(service) };
    return { app, settings, stacks: { data, service }, ...templates };
  } finally {
    rmSync(app.outdir, { recursive: true });
  }
}

/** Resources of one type by logical id, the hash at its end cut off: `InboundQueue`, `IngestFunction`. */
export function resourcesOf(template: Template, type: string): Record<string, Resource> {
  const found = template.findResources(type) as Record<string, Resource>;
  return Object.fromEntries(Object.entries(found).map(([id, resource]) => [withoutHash(id), resource]));
}

/** What an intrinsic function points at: `InboundQueue.Arn`; the text with such names in it for a joined one. */
export function nameOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const [[kind, argument] = []] = Object.entries(value);
  switch (kind) {
    case 'Ref':
      return withoutHash(String(argument));
    case 'Fn::GetAtt':
      return `${withoutHash(argument[0])}.${argument[1]}`;
    case 'Fn::Join':
      return argument[1].map(nameOf).join(argument[0]);
    case 'Fn::ImportValue':
      return String(argument).replace(/^.*ExportsOutputFnGetAtt(\w+?)[0-9A-F]{8}(\w+)[0-9A-F]{8}$/, '$1.$2');
    default:
      throw new Error(`the tests do not know ${kind}`);
  }
}

function withoutHash(logicalId: string): string {
  return logicalId.replace(/[0-9A-F]{8}$/, '');
}
