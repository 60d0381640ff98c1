import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CREDENTIAL_ROUTES, SIGNED_IN_ROUTES } from '../../functions/auth/routes.ts';
import { openApiIn } from '../../functions/ingest/openapi.ts';
import { OPEN_ROUTES, PARTNER_ROUTES } from '../../functions/ingest/routes.ts';
import { LINK_ROUTES, OPERATOR_ROUTES } from '../../functions/operator-api/routes.ts';
import { STATUS_ROUTES } from '../../functions/status/routes.ts';
import type { JsonSchema } from '../../shared/contracts/describe/json.ts';
import { FAULT_STATUS } from '../../shared/contracts/fault-status.ts';
import { DOCUMENT, DOCUMENTED, faultsIn } from './documented.ts';
import { openDoor } from './partner-door.ts';

const CONTRACTS = join(import.meta.dirname, '../../shared/contracts');
const { schemas } = DOCUMENT.components;

/** Every object in the document with the path to it. */
function* nodes(value: unknown, path = '#'): Generator<[path: string, node: Record<string, unknown>]> {
  if (typeof value !== 'object' || value === null) return;
  yield [path, value as Record<string, unknown>];
  for (const [name, inner] of Object.entries(value))
    yield* nodes(inner, `${path}/${name.replaceAll('/', '~1')}`);
}

function resolve(reference: string): unknown {
  const steps = reference.split('/').slice(1);
  return steps.reduce<unknown>((at, step) => (at as Record<string, unknown>)?.[step], DOCUMENT);
}

const nameOf = ({ method, path }: { method: string; path: string }): string => `${method} ${path}`;

describe('openapi.json', () => {
  it('is what the generator makes of the schemas (npm run openapi)', () => {
    const committed = readFileSync(join(CONTRACTS, 'openapi/openapi.json'), 'utf8');
    expect(JSON.parse(committed)).toEqual(JSON.parse(JSON.stringify(DOCUMENT)));
  });

  it('is served to anybody, from the folder beside the bundle', async () => {
    const { ask, changes } = await openDoor({ openApi: openApiIn(CONTRACTS) });
    for (const path of ['/openapi.json', '/openapi.json/']) {
      const response = await ask({ method: 'GET', path, headers: { authorization: undefined } });
      expect([response.statusCode, response.headers['content-type']]).toEqual([200, 'application/json']);
      expect(JSON.parse(response.body)).toEqual(JSON.parse(JSON.stringify(DOCUMENT)));
    }
    expect(changes).toEqual([]);
  });

  it('describes every route of the doors, and no other', () => {
    const described = DOCUMENTED.map(({ method, path }) => `${method} ${path}`);
    const routes = [
      ...PARTNER_ROUTES,
      ...OPEN_ROUTES,
      ...STATUS_ROUTES,
      ...LINK_ROUTES,
      ...OPERATOR_ROUTES,
      ...CREDENTIAL_ROUTES,
      ...SIGNED_IN_ROUTES,
    ].map(nameOf);
    expect(described.toSorted()).toEqual(routes.toSorted());
  });

  it('says of a route that it is open exactly if the door opens it to anybody', () => {
    const open = DOCUMENTED.filter(({ operation }) => operation.security.length === 0);
    expect(open.map(({ path }) => path).toSorted()).toEqual(
      [
        ...[...OPEN_ROUTES, ...STATUS_ROUTES, ...LINK_ROUTES].map(({ path }) => path),
        '/api/auth/login',
      ].toSorted(),
    );
  });

  it('says of a route whom of the desk it is for exactly as the doors judge', () => {
    const described = (way: string) =>
      DOCUMENTED.filter(({ operation }) => operation.security.some((one) => way in one)).map(nameOf);
    const routes = (role: string) => OPERATOR_ROUTES.filter((route) => route.for === role).map(nameOf);
    expect(described('adminBearer').toSorted()).toEqual(routes('admin').toSorted());
    expect(described('staffBearer').toSorted()).toEqual(
      ['GET /api/deliveries/{message_id}', ...SIGNED_IN_ROUTES.map(nameOf), ...routes('operator')].toSorted(),
    );
    expect(described('session')).toEqual(['POST /api/auth/refresh', 'POST /api/auth/logout']);
  });

  it('refers to nothing that it does not hold, and holds nothing that is not referred to', () => {
    const references = new Set([...nodes(DOCUMENT)].flatMap(([, { $ref }]) => ($ref ? [String($ref)] : [])));
    for (const reference of references) expect(resolve(reference), reference).toBeDefined();
    const { securitySchemes: _schemes, ...kinds } = DOCUMENT.components;
    const held = Object.entries(kinds).flatMap(([kind, of]) =>
      Object.keys(of).map((name) => `#/components/${kind}/${name}`),
    );
    expect(held.toSorted()).toEqual([...references].toSorted());
  });

  it('names each operation once, and declares what its path needs', () => {
    const ids = DOCUMENTED.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, operation } of DOCUMENTED) {
      const declared = operation.parameters.flatMap((parameter) => {
        const { name, in: place } = ('$ref' in parameter ? resolve(parameter.$ref) : parameter) as {
          name: string;
          in: string;
        };
        return place === 'path' ? [name] : [];
      });
      expect(declared).toEqual([...path.matchAll(/\{(.+?)\}/g)].map(([, name]) => name));
    }
  });

  it('gives every schema, property, parameter, header and answer a sentence', () => {
    const silent = [...nodes(DOCUMENT)].flatMap(([path, node]) => {
      const property = /\/properties\/[^/]+$/.test(path) && path.startsWith('#/components');
      const component = /^#\/components\/\w+\/[^/]+$/.test(path);
      const answer = /\/responses\/\d+$/.test(path);
      const record = path.includes('/additionalProperties/');
      return (property || component || answer) && !record && !node['description'] ? [path] : [];
    });
    expect(silent).toEqual([]);
  });

  it('has examples that are what they are examples of', () => {
    const examples = [...nodes(DOCUMENT)].flatMap(([path, { schema, examples: given }]) =>
      schema && given ? [{ path, schema: schema as JsonSchema, given: Object.values(given) }] : [],
    );
    expect(examples).toHaveLength(5);
    for (const { path, schema, given } of examples) {
      for (const { value } of given) expect(faultsIn(value, schema, 'answered'), path).toEqual([]);
    }
    const small = [...nodes(schemas)].flatMap(([path, node]) =>
      Array.isArray(node['examples']) ? [{ path, node }] : [],
    );
    for (const { path, node } of small)
      for (const value of node['examples'] as unknown[])
        expect(faultsIn(value, node, 'answered'), path).toEqual([]);
  });

  it('can be read strictly: no schema has a keyword that is misspelt or does nothing', () => {
    for (const name of Object.keys(schemas))
      expect(() => faultsIn({}, { $ref: `#/components/schemas/${name}` }, 'answered')).not.toThrow();
  });

  it('lists every code that there is, each under its status', () => {
    const { code } = schemas['ProblemBody']?.properties ?? {};
    expect(code?.['enum']).toEqual(Object.keys(FAULT_STATUS));
    for (const { operation } of DOCUMENTED)
      for (const [status, { content }] of Object.entries(operation.responses)) {
        const codes = content?.['application/problem+json']?.schema.properties?.['code']?.['enum'] ?? [];
        for (const each of codes as (keyof typeof FAULT_STATUS)[])
          expect(FAULT_STATUS[each]).toBe(Number(status));
      }
  });
});
