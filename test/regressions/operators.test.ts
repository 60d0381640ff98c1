import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LINK_ROUTES, OPERATOR_ROUTES } from '../../functions/operator-api/routes.ts';
import { socketDoor } from '../../functions/socket/socket-door.ts';
import { acceptMessage } from '../../shared/usecases/accept-message.ts';
import { answerConversation } from '../../shared/usecases/answer-conversation.ts';
import { deliverOutbound } from '../../shared/usecases/deliver-outbound.ts';
import { CONVERSATION, lambdaContext, SECOND } from '../builders.ts';
import { openAuthDoor } from '../contracts/auth-door.ts';
import { openOperatorDoor } from '../contracts/operator-door.ts';
import { verdictOf } from '../contracts/partner-door.ts';
import { incoming, SIGNAL } from '../usecases/desk.ts';

const ROOT = join(import.meta.dirname, '../..');

describe('F18: passwords, logins, tokens', () => {
  it('no password stands in what is deployed, and no operator is there from the start', () => {
    const sources = globSync(['functions/**/*.ts', 'shared/**/*.ts', 'lib/**/*.ts'], { cwd: ROOT });
    expect(sources.length).toBeGreaterThan(400);
    const seeded = sources.filter((file) =>
      readFileSync(join(ROOT, file), 'utf8').includes('firstline-demo'),
    );
    expect(seeded).toEqual([]);
  });

  it('a login is tried five times, and then not for a quarter of an hour, with the right password either', async () => {
    const { login, clock } = await openAuthDoor();
    for (let time = 0; time < 5; time++)
      expect(verdictOf(await login({ password: 'wrong' }))).toMatchObject({ status: 401 });
    expect(verdictOf(await login())).toMatchObject({ status: 429, code: 'limit.sign_in' });
    clock.advanceWall(15 * 60 * SECOND);
    expect((await login()).statusCode).toBe(200);
  });

  it('a token in a query string opens nothing', async () => {
    const { browser, ask } = await openAuthDoor();
    const { access = '' } = await browser();
    for (const name of ['token', 'access_token']) {
      const response = await ask({ method: 'GET', path: '/api/auth/me', query: { [name]: access } });
      expect(verdictOf(response)).toEqual({ status: 401, code: 'auth.missing' });
    }
  });
});

describe('N2: nothing answers without a credential', () => {
  const routes = OPERATOR_ROUTES.map(({ method, path }) => ({
    method,
    path: path.replaceAll(/\{\w+\}/g, 'x'),
  }));

  it.each(routes)('$method $path', async ({ method, path }) => {
    const { ask } = await openOperatorDoor();
    const response = await ask({ method, path, headers: { authorization: undefined } });
    expect(verdictOf(response)).toEqual({ status: 401, code: 'auth.missing' });
  });

  it('but links, which are credentials themselves', () => {
    expect(LINK_ROUTES.map(({ path }) => path)).toEqual(['/api/files/{ticket}']);
  });

  it.each([undefined, {}, { ticket: '' }, { ticket: 'guessed' }, { token: 'guessed' }])(
    'nor does the WebSocket, asked with %j',
    async (queryStringParameters) => {
      const ports = new Proxy({}, { get: () => async () => undefined }) as never;
      const journal = { info: () => undefined, warn: () => undefined, error: () => undefined };
      const door = socketDoor({
        tickets: { issue: ports, redeem: async () => undefined },
        operators: ports,
        connections: ports,
        pusher: ports,
        clock: { wall: () => 0, business: () => 0 },
        journal,
      } as never);
      const event = {
        requestContext: { eventType: 'CONNECT', connectionId: 'c1' },
        ...(queryStringParameters && { queryStringParameters }),
      };
      expect(await door(event as never, lambdaContext)).toMatchObject({ statusCode: 401 });
    },
  );
});

describe('N1: an operator answers a client', () => {
  it('who had to wait for a person, by the API, the same way as the bot', async () => {
    const door = await openOperatorDoor();
    const { desk, ask } = door;
    desk.classifier.answers.set('Верните деньги', { scenario: 'COMPLAINT' });
    await acceptMessage(desk.accept, incoming({ text: 'Верните деньги' }));
    desk.clock.advance(3 * SECOND);
    await answerConversation(desk.answer, SIGNAL);
    const on = `/api/conversations/${CONVERSATION}`;
    expect((await ask({ path: `${on}/take`, body: {} })).statusCode).toBe(200);
    expect((await ask({ path: `${on}/reply`, body: { text: 'Вернём сегодня.' } })).statusCode).toBeLessThan(
      300,
    );
    desk.clock.advance(10 * SECOND);
    await deliverOutbound(desk.deliver, SIGNAL);
    await deliverOutbound(desk.deliver, SIGNAL);
    expect(desk.sender.sent.at(-1)?.text).toMatchObject({ source: 'operator', text: 'Вернём сегодня.' });
  });
});
