import { expect, it } from 'vitest';
import { openOperatorDoor } from '../contracts/operator-door.ts';
import { typingAt } from './terminal.ts';

it('broadcasts are counted, started, listed, shown, paused, resumed and cancelled from a terminal', async () => {
  const door = await openOperatorDoor();
  const type = typingAt(door);
  expect((await type('broadcasts', 'list')).out).toBe('there have been no broadcasts');
  const start = ['broadcasts', 'start', 'all', '--ru', 'В субботу занятий не будет.'] as const;
  expect((await type(...start, '--dry-run')).out).toBe('0 clients: nobody');
  const [id = ''] = (await type(...start)).out.split(' ');
  expect((await type('broadcasts', 'list')).out).toMatch(
    new RegExp(`message +counting +0 of 0 +root +${id}`),
  );
  const told = '0 of 0 told, 0 failed';
  expect((await type('broadcasts', 'show', id)).out).toBe(`${id} is counting: ${told}`);
  for (const [verb = '', state] of [
    ['pause', 'paused'],
    ['resume', 'counting'],
    ['cancel', 'cancelled'],
  ])
    expect((await type('broadcasts', verb, id)).out).toBe(`${id} is ${state}: ${told}`);
  expect(await type('broadcasts', 'pause', id)).toMatchObject({ code: 1, err: 'broadcast.over' });
  expect((await type('broadcasts', 'show')).code).toBe(2);
});
