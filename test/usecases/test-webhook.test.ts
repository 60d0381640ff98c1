import { beforeEach, expect, it } from 'vitest';
import { Fault } from '../../shared/domain/errors.ts';
import type { Ping } from '../../shared/ports.ts';
import { type TestWebhookPorts, testWebhook } from '../../shared/usecases/test-webhook.ts';
import { NOW, PARTNER } from '../builders.ts';
import { aDesk, HOOK, RecordingJournal, status } from './desk.ts';

let pings: Ping[];
let journal: RecordingJournal;
let ports: TestWebhookPorts;
beforeEach(() => {
  pings = [];
  journal = new RecordingJournal();
  const { clock, chance } = aDesk();
  const pinger = {
    async ping(ping: Ping) {
      pings.push(ping);
      return { result: status(503, '86400'), signatures: 2 };
    },
  };
  ports = {
    pinger,
    callers: { countKey: () => undefined, countPing: () => undefined },
    clock,
    chance,
    journal,
  };
});

it('pings once, and judges what came back as the first attempt of a delivery', async () => {
  const told = await testWebhook(ports, PARTNER, HOOK);
  expect(pings).toEqual([{ id: told.id, partner: PARTNER, url: HOOK, at: NOW }]);
  expect(told).toEqual({
    id: expect.stringMatching(/^ping_/),
    delivered: false,
    rule: 'http.5xx',
    signatures: 2,
    result: status(503, '86400'),
  });
  expect(journal.of('webhook.tested')).toEqual([{ partner: PARTNER, message_id: told.id, rule: 'http.5xx' }]);
});

it.each(['countKey', 'countPing'] as const)('sends nothing if %s refuses', async (limit) => {
  const full = () => {
    throw new Fault('limit.ping', 'too many');
  };
  const callers = { ...ports.callers, [limit]: full };
  await expect(testWebhook({ ...ports, callers }, PARTNER, HOOK)).rejects.toThrow(Fault);
  expect(pings).toEqual([]);
});

it('does not take a failure of our own for one of the endpoint', async () => {
  const pinger = { ping: () => Promise.reject(new Error('no table')) };
  await expect(testWebhook({ ...ports, pinger }, PARTNER, HOOK)).rejects.toThrow('no table');
});
