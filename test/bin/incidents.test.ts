import { expect, it } from 'vitest';
import { openOperatorDoor } from '../contracts/operator-door.ts';
import { typingAt } from './terminal.ts';

it('incidents are listed, shown, confirmed and resolved from a terminal', async () => {
  const door = await openOperatorDoor();
  const type = typingAt(door);
  expect((await type('incidents', 'list')).out).toBe('there have been no incidents');
  const body = { kinds: ['platform'], note: 'монитор молчит' };
  const { id } = JSON.parse((await door.ask({ method: 'POST', path: '/api/incidents', body })).body);
  expect((await type('incidents', 'list')).out).toMatch(new RegExp(`suspected +platform +– +– +${id}`));
  expect((await type('incidents', 'resolve', id)).err).toBe('incident.suspected');
  expect((await type('incidents', 'confirm', id, '--text', 'проверила')).out).toBe(`${id} is confirmed`);
  const shown = (await type('incidents', 'show', id)).out;
  expect(shown).toContain(`${id} is confirmed: platform; everywhere; 0 linked; owner nobody`);
  expect(shown).toMatch(/root +confirmed +confirmed +проверила/);
  expect((await type('incidents', 'resolve', id)).out).toBe(`${id} is resolved`);
  expect(await type('incidents', 'dismiss', id)).toMatchObject({ code: 1, err: 'incident.over' });
  expect((await type('incidents', 'show')).code).toBe(2);
  const [one, other] = await Promise.all(
    ['mail', 'payment'].map(async (kind) => {
      const opened = await door.ask({ method: 'POST', path: '/api/incidents', body: { kinds: [kind] } });
      return JSON.parse(opened.body).id;
    }),
  );
  expect((await type('incidents', 'merge', one, other)).out).toBe(`${one} is merged into ${other}`);
  expect((await type('incidents', 'show', one)).out).toContain(`${one} is merged into ${other}: mail`);
});
