import type * as z from 'zod';
import { type Names, resolve } from './intrinsics.ts';
import type { Assembly, Stack } from './template-assembly.ts';
import {
  ACCOUNT,
  type Endpoints,
  NAME_PROPERTY,
  NAMING,
  REGION,
  type ResourceNames,
} from './template-names.ts';

/** One resource of the templates, with the means to understand what its properties say. */
export interface Resource {
  stack: string;
  id: string;
  type: string;
  properties: Record<string, unknown>;
  names: Names;
  /** For errors: stack, logical id and type. */
  place: string;
}

/** Every resource of every stack; names resolve across stacks by their exports. */
export function readResources(assembly: Assembly, endpoints: Endpoints): Resource[] {
  const scopes = new Map<string, Names>();
  const importValue = (exportName: string): string => findExport(assembly, scopes, exportName);
  for (const stack of assembly.stacks) scopes.set(stack.name, namesIn(stack, endpoints, importValue));
  return assembly.stacks.flatMap((stack) => {
    const names = scopes.get(stack.name);
    if (!names) return [];
    return Object.keys(stack.resources).map((id) => describe(stack, id, names));
  });
}

/** The name of a resource: the one that its template gives it, else stack and logical id. */
export function physicalName(resource: Resource): string {
  const given = resource.properties[NAME_PROPERTY[resource.type] ?? ''];
  if (given === undefined) return `${resource.stack}-${resource.id}`;
  return String(resolve(given, resource.names, resource.place));
}

/** What belongs to one API, HTTP or WebSocket. */
export interface ApiParts {
  stages: Resource[];
  routes: Resource[];
  integrations: Resource[];
}

/** Those of these parts that name the API as theirs. */
export function partsOf(api: Resource, { stages, routes, integrations }: ApiParts): ApiParts {
  const id = api.names.ref(api.id);
  const own = (all: Resource[]) =>
    all.filter(({ properties, names, place }) => resolve(properties['ApiId'], names, place) === id);
  return { stages: own(stages), routes: own(routes), integrations: own(integrations) };
}

interface Understood<Shape extends z.ZodType> {
  reads: Shape;
  noEffect: readonly string[];
}

/**
 * Reads a resource's properties as its type demands.
 * @throws Error that names stack, logical id and property, for anything not understood.
 */
export function readProperties<Shape extends z.ZodType>(
  resource: Resource,
  understood: Understood<Shape>,
): z.infer<Shape> {
  const felt = Object.entries(resource.properties).filter(([name]) => !understood.noEffect.includes(name));
  const resolved = felt.map(([name, value]) => [
    name,
    resolve(value, resource.names, `${resource.place} ${name}`),
  ]);
  const result = understood.reads.safeParse(Object.fromEntries(resolved));
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => [...issue.path, issue.message].join(': '));
  throw new Error(`${resource.place}: the twin does not understand ${issues.join('; ')}`);
}

function describe(stack: Stack, id: string, names: Names): Resource {
  const { Type, Properties = {}, Condition } = stack.resources[id] ?? { Type: 'unknown' };
  const place = `${stack.name}/${id} (${Type})`;
  if (Condition !== undefined) throw new Error(`${place}: conditions are not understood by the twin`);
  return { stack: stack.name, id, type: Type, properties: Properties, names, place };
}

function namesIn(stack: Stack, endpoints: Endpoints, importValue: Names['importValue']): Names {
  const pseudo: Record<string, string> = {
    'AWS::AccountId': ACCOUNT,
    'AWS::Region': REGION,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stack.name,
  };
  const namesOf = (id: string): ResourceNames => {
    if (!stack.resources[id]) throw new Error(`${stack.name}: no resource is called ${id}`);
    const resource = describe(stack, id, names);
    const naming = NAMING[resource.type];
    if (!naming) throw new Error(`${resource.place}: the twin has no name for a resource of this type`);
    return naming(physicalName(resource), endpoints);
  };
  const names: Names = {
    ref: (id) => pseudo[id] ?? namesOf(id).ref,
    attribute: (id, attribute) => {
      const value = namesOf(id).attributes[attribute];
      if (value === undefined)
        throw new Error(`${stack.name}/${id}: the twin has no attribute ${attribute} for it`);
      return value;
    },
    importValue,
  };
  return names;
}

function findExport(assembly: Assembly, scopes: Map<string, Names>, exportName: string): string {
  for (const stack of assembly.stacks) {
    const names = scopes.get(stack.name);
    for (const [id, output] of Object.entries(stack.outputs)) {
      if (!output.Export || !names) continue;
      const place = `${stack.name} output ${id}`;
      if (resolve(output.Export.Name, names, place) !== exportName) continue;
      return String(resolve(output.Value, names, place));
    }
  }
  throw new Error(`no stack exports ${exportName}`);
}
