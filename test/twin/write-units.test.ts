import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTwin, type Twin } from '../../local/twin.ts';
import { crmInbox, postMessage } from './crm.ts';

interface Calls {
  write_units: number;
  services: Record<string, Record<string, number>>;
}

describe('what a message costs in write units', () => {
  let twin: Twin;
  beforeAll(async () => {
    twin = await startTwin({ port: 0, pace: 'immediate', limits: 'off', log: () => undefined });
  });
  afterAll(() => twin.close());

  async function deliver(
    client: string,
    content: string,
    headers: Record<string, string> = {},
  ): Promise<void> {
    const before = (await crmInbox(twin.url)).length;
    expect((await postMessage(twin.url, { client_id: client, content }, headers)).status).toBe(202);
    await expect
      .poll(async () => (await crmInbox(twin.url)).length, { timeout: 10_000, interval: 20 })
      .toBe(before + 1);
    await twin.quiet();
  }

  async function counted(work: () => Promise<void>): Promise<Calls> {
    await fetch(`${twin.url}/_local/calls/reset`, { method: 'POST' });
    await work();
    return (await (await fetch(`${twin.url}/_local/calls`)).json()) as Calls;
  }

  /** Once for a client: its place in the list of clients. */
  const LISTED = 1;
  /** That a client has reported trouble. */
  const REPORT = 1;

  it('to an endpoint that was never used takes up to three more, once: its reachable mark', async () => {
    const first = await counted(() => deliver('first-of-all', 'Спасибо, до свидания!'));
    const second = await counted(() => deliver('second-of-all', 'Спасибо, до свидания!'));
    expect(first.write_units).toBeLessThanOrEqual(second.write_units + 3);
    expect(second.write_units).toBeLessThanOrEqual(10 + LISTED);
  });

  it('of trouble takes one more; the first of a desk begins to learn what is usual', async () => {
    const first = await counted(() => deliver('first-to-report', 'Сайт не открывается'));
    const second = await counted(() => deliver('second-to-report', 'Сайт не открывается'));
    expect(first.write_units).toBe(second.write_units + 1);
    expect(second.write_units).toBeLessThanOrEqual(10 + LISTED + REPORT);
  });

  it.each([
    [
      'the first message of a client, with a long reply, of trouble',
      10 + LISTED + REPORT,
      'anna',
      'Здравствуйте, у нас не открывается урок, что делать?',
    ],
    ['a later message of the same client', 10, 'anna', 'Спасибо, до свидания!'],
    [
      'a first message that goes to an operator',
      10 + LISTED,
      'boris',
      'Верните деньги, мы недовольны занятиями!',
    ],
  ])('%s takes at most %i, and one more under a key', async (_, most, client, content) => {
    const plain = await counted(() => deliver(client, content));
    const keyed = await counted(() =>
      deliver(`${client}-keyed`, `${content} Ещё раз.`, { 'Idempotency-Key': `key-${content.length}` }),
    );

    expect(plain.write_units).toBeLessThanOrEqual(most);
    expect(keyed.write_units).toBeLessThanOrEqual(most + 1);
    expect(plain.services['dynamodb']).not.toHaveProperty('Scan');
    expect(plain.services['dynamodb']).not.toHaveProperty('TransactWriteItems');
  });

  it('one that reopens a conversation and goes to an operator, under a key, takes at most 12', async () => {
    await deliver('vera', 'Здравствуйте, у нас не открывается урок, что делать?');
    const admin = { authorization: `Bearer ${twin.adminToken}`, 'content-type': 'application/json' };
    const inbox = await fetch(`${twin.url}/api/conversations?q=vera`, { headers: admin });
    const { items } = (await inbox.json()) as { items: { id: string }[] };
    const close = `${twin.url}/api/conversations/${items[0]?.id}/close`;
    expect((await fetch(close, { method: 'POST', headers: admin })).status).toBe(200);
    await twin.quiet();
    const reopened = await counted(() =>
      deliver('vera', 'Верните деньги, мы недовольны занятиями!', { 'Idempotency-Key': 'reopens' }),
    );
    expect(reopened.write_units).toBeLessThanOrEqual(12);
  });

  /** Of three clients the one for whom no signal was late: a machine that is busy sends one again now and then. */
  async function leastOf(name: string): Promise<number> {
    const units: number[] = [];
    for (const which of ['a', 'b', 'c']) {
      const { write_units } = await counted(() => deliver(`${name}-${which}`, 'Спасибо, до свидания!'));
      units.push(write_units);
    }
    return Math.min(...units);
  }

  it('does not grow with the number of conversations', async () => {
    const few = await leastOf('first-of-many');
    const before = (await crmInbox(twin.url)).length;
    for (let from = 0; from < 200; from += 20) {
      const clients = Array.from({ length: 20 }, (_, n) => `many-${from + n}`);
      await Promise.all(
        clients.map((client) => postMessage(twin.url, { client_id: client, content: 'Спасибо!' })),
      );
    }
    await expect.poll(async () => (await crmInbox(twin.url)).length, { timeout: 20_000 }).toBe(before + 200);
    await twin.quiet();
    expect(await leastOf('last-of-many')).toBe(few);
  });
});
