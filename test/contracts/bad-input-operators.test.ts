import { describe, expect, it } from 'vitest';
import { aPartner, PARTNER } from '../builders.ts';
import { anOperatorsDesk, giveUp } from '../usecases/deaths.ts';
import { OPERATORS } from './bad-input-operators.ts';
import { bodyDeviations, operationOf, strays } from './documented.ts';
import { openOperatorDoor } from './operator-door.ts';
import { eventOf, verdictOf } from './partner-door.ts';

const TABLE = Object.entries(OPERATORS);

describe.each(TABLE)('%s', (_, cases) => {
  it.each(cases)('$name: $status $code', async ({ request, status, code, at }) => {
    const desk = anOperatorsDesk();
    await giveUp(desk.conversations, { n: 1 });
    const door = await openOperatorDoor({}, desk);
    const response = await door.handle(
      eventOf({ body: '', ...request, headers: { authorization: undefined, ...request.headers } }),
    );
    expect(verdictOf(response)).toEqual({ status, code });
    const { method = 'POST', path = '' } = request;
    expect(strays(method, path, response)).toEqual([]);
    const { errors = [], request_id } = JSON.parse(response.body);
    if (status === 422) expect(errors.map((error: { path: string }) => error.path)).toEqual(at);
    if (code) expect(request_id).toBe(response.headers['x-request-id']);
    if (code) expect([...desk.jobLane.sent, ...desk.outbound.sent]).toEqual([]);
    if (code) expect(desk.conversations.dead).toHaveLength(1);
    const { directory, keys } = door.door.signatures;
    if (code) expect([await directory.partner(PARTNER), await keys.keys()]).toEqual([aPartner(), []]);
    const operation = operationOf(method, path);
    if (!code && request.body && operation) expect(bodyDeviations(operation, request.body)).toEqual([]);
  });
});

it('the table has no case twice, and well over eighty', () => {
  const names = TABLE.flatMap(([table, cases]) => cases.map(({ name }) => `${table} ${name}`));
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  expect(names.length).toBeGreaterThan(150);
});
