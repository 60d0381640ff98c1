import { expect, it } from 'vitest';
import { deviations, operationOf } from './documented.ts';
import { openDoor } from './partner-door.ts';

it('x', async () => {
  const door = await openDoor();
  for (const r of [{}, {headers:{authorization:'x'}}, {body:'{'}, {headers:{prefer:'wait=1'}},{method:'GET',path:'/health/full'}, {method:'GET',path:'/api/messages/a'}]) {
    const response = await door.ask(r);
    console.log(response.statusCode, response.body, deviations(operationOf(r.method ?? 'POST', r.path ?? '/api/messages')!, response), door.changes);
  }
  expect(1).toBe(1);
});
