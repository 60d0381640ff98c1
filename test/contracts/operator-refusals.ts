import { describe, expect, it } from 'vitest';
import { MINUTE, SECOND } from '../builders.ts';
import { anOperator } from '../staff.ts';
import type { AnswerBook } from './answer-book.ts';
import { type OpenOperatorDoor, openOperatorDoor } from './operator-door.ts';
import { KEY, type Request, verdictOf } from './partner-door.ts';

const throttled = Object.assign(new Error(), { name: 'ThrottlingException' });

/** A door whose stores fail, each in every method. */
function broken(error: Error): Promise<OpenOperatorDoor> {
  const fail = new Proxy({}, { get: () => () => Promise.reject(error) });
  return openOperatorDoor({ directory: fail as never });
}

/** The access token of somebody whose password others know. */
async function newcomersToken({ staff }: OpenOperatorDoor): Promise<string> {
  await staff.operators.addOperator(anOperator({ must_change: true }));
  return (await staff.signIn()).accessToken;
}

/** Whom every route of the operators' door refuses, and how. */
export function itRefusesStrangers(book: AnswerBook, requests: readonly Request[]): void {
  describe.each(requests)('$method $path', (request) => {
    const refused = async (door: OpenOperatorDoor, over: Request = {}): Promise<string> => {
      const { status, code } = verdictOf(await book.ask(door, { ...request, ...over }));
      return `${status} ${code}`;
    };

    it('is refused as described to whoever has no valid key', async () => {
      const door = await openOperatorDoor();
      expect(await refused(door, { headers: { authorization: undefined } })).toBe('401 auth.missing');
      for (let knock = 2; knock <= 60; knock++) await door.ask({ headers: { authorization: 'Bearer nope' } });
      expect(await refused(door, { headers: { authorization: 'Bearer nope' } })).toBe('429 limit.address');
      door.desk.clock.advance(MINUTE);
      expect(await refused(door, { headers: { authorization: 'Bearer nope' } })).toBe('401 auth.invalid');
    });

    it('is forbidden to a partner', async () => {
      const door = await openOperatorDoor();
      expect(await refused(door, { headers: { authorization: `Bearer ${KEY}` } })).toBe('403 auth.forbidden');
    });

    it('is refused as described until a password that others know is changed', async () => {
      const door = await openOperatorDoor();
      const authorization = `Bearer ${await newcomersToken(door)}`;
      expect(await refused(door, { headers: { authorization } })).toBe('403 auth.password_change_required');
    });

    it('is refused as described to a key that asks too often', async () => {
      const door = await openOperatorDoor();
      for (let knock = 0; knock < 100; knock++) await door.ask({ method: 'GET', path: '/api/policy' });
      expect(await refused(door)).toBe('429 limit.key');
      door.desk.clock.advance(SECOND);
      expect(await refused(door)).not.toBe('429 limit.key');
    });

    it('is refused as described if a part does not answer, or fails in a way nobody foresaw', async () => {
      expect(await refused(await broken(throttled))).toBe('503 dependency.unavailable');
      expect(await refused(await broken(new TypeError('unforeseen')))).toBe('500 internal');
    });
  });
}
