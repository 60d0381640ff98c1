import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { expect, it, vi } from 'vitest';
import { httpEvent } from '../builders.ts';
import { asAdmin, bodyOf, deployFunctions } from './harness.ts';

const functions = deployFunctions();
const operators = (path: string, body: object) =>
  functions.operatorApi(
    httpEvent('POST', path, {
      headers: { ...asAdmin, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );

it('the page reads of the table where incidents and published texts are, and nothing else', async () => {
  const { id } = bodyOf(await operators('/api/incidents', { kinds: ['payment'], note: 'CANARY' }));
  await operators(`/api/incidents/${id}/confirm`, {});
  const asked = vi.spyOn(DynamoDBDocumentClient.prototype, 'send');
  const response = await functions.status(httpEvent('GET', '/status.json'));
  expect(bodyOf(response)).toMatchObject({ status: 'incident', incidents: [{ kinds: ['payment'] }] });
  expect(response.body).not.toMatch(/CANARY|inc_|root/);
  const reads = asked.mock.calls.map(([command]) => {
    const { Key, ExpressionAttributeValues: values = {} } = command.input as {
      Key?: { pk: string };
      ExpressionAttributeValues?: Record<string, string>;
    };
    return `${command.constructor.name} ${Key?.pk ?? values[':pk']}`;
  });
  // What the rights of its role are narrowed to (test/lib/grants.test.ts).
  expect(reads.toSorted()).toEqual([
    'GetCommand INCIDENTS',
    'GetCommand INCIDENTS',
    'QueryCommand DOCS',
    'QueryCommand INCIDENTS',
  ]);
  asked.mockClear();
  await functions.status(httpEvent('GET', '/status'));
  expect(asked).not.toHaveBeenCalled();
});

it('a path of the page with a slash at its end leads to it where there is one, and nowhere else', async () => {
  const ask = async (path: string) => functions.ingest(httpEvent('GET', path, { query: { lang: 'en' } }));
  expect((await ask('/status/')).statusCode).toBe(401);
  vi.resetModules();
  vi.stubEnv('STATUS_PAGE', 'on');
  const led = await ask('/status/');
  expect([led.statusCode, led.headers['location']]).toEqual([308, '/status?lang=en']);
  expect((await ask('/status.json/')).headers['location']).toBe('/status.json?lang=en');
  expect((await ask('/status/x')).statusCode).toBe(401);
});
