import { describe, expect, it } from 'vitest';
import { HANDBOOK } from './bad-input-handbook.ts';
import { KEYWORDS } from './bad-input-keywords.ts';
import { bodyDeviations, operationOf, strays } from './documented.ts';
import { openOperatorDoor } from './operator-door.ts';
import { eventOf, verdictOf } from './partner-door.ts';

const TABLE = [...Object.entries(HANDBOOK), ...Object.entries(KEYWORDS)];

describe.each(TABLE)('%s', (_, cases) => {
  it.each(cases)('$name: $status $code', async ({ request, status, code, at }) => {
    const { desk, door, handle } = await openOperatorDoor();
    const response = await handle(eventOf({ body: '', ...request }));
    expect(verdictOf(response)).toEqual({ status, code });
    const { method = 'POST', path = '' } = request;
    expect(strays(method, path, response)).toEqual([]);
    const { errors = [], request_id } = JSON.parse(response.body);
    if (status === 422) expect(errors.map((error: { path: string }) => error.path)).toEqual(at);
    for (const { message } of errors) expect(message).toMatch(/\S/);
    if (code) expect(request_id).toBe(response.headers['x-request-id']);
    if (code) expect(await door.documents.all()).toEqual([]);
    if (code) expect([...desk.outbound.sent, ...desk.followUps.sent]).toEqual([]);
    const operation = operationOf(method, path);
    if (!code && request.body && operation) expect(bodyDeviations(operation, request.body)).toEqual([]);
  });
});

it('the table has no case twice', () => {
  const names = TABLE.flatMap(([table, cases]) => cases.map(({ name }) => `${table} ${name}`));
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});
