import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTwin, type Twin } from '../../local/twin.ts';
import { LADDER } from '../../shared/domain/ladder.ts';
import { crmInbox, postMessage, verified } from './crm.ts';

interface AttemptLine {
  due_at: string;
  started_at: string;
  finished_at: string;
  outcome: string;
  deferral?: unknown;
}

const HOUR_S = 3600;

describe('an endpoint that fails for 70 hours and then recovers', () => {
  let twin: Twin;
  beforeAll(async () => {
    twin = await startTwin({ port: 0, pace: 'immediate', log: () => undefined });
  });
  afterAll(() => twin.close());

  async function inHours(hours: number): Promise<void> {
    const body = JSON.stringify({ seconds: hours * HOUR_S });
    expect((await fetch(`${twin.url}/_local/clock/advance`, { method: 'POST', body })).status).toBe(200);
  }

  const behave = (behaviour: object) =>
    fetch(`${twin.url}/_local/crm/demo/behaviour`, { method: 'PUT', body: JSON.stringify(behaviour) });

  /** What the CRM got of replies to a client, as often as it got them; reminders come as well. */
  const replies = async (client: string) =>
    (await crmInbox(twin.url))
      .map(verified)
      .filter(({ client_id, source }) => client_id === client && source === 'ai_bot');

  async function attempts(): Promise<AttemptLine[]> {
    const headers = { Authorization: 'Bearer fl_local_demo_key' };
    const [reply] = await replies('anna');
    const told = await fetch(`${twin.url}/api/deliveries/${reply?.message_id}`, { headers });
    return ((await told.json()) as { attempts: AttemptLine[] }).attempts;
  }

  it('receives its message exactly once after the failures, at the ladder’s steps and never early', async () => {
    await behave({ status: 503, times: 1000 });
    await postMessage(twin.url, { client_id: 'anna', content: 'Не открывается урок' });
    await inHours(70);
    const failed = (await replies('anna')).length;
    await behave({ status: 200 });
    await inHours(12);

    const tries = await attempts();
    expect(tries.map(({ outcome }) => outcome)).toEqual([...LADDER.map(() => 'retry'), 'delivered']);
    for (const [n, step] of LADDER.entries()) {
      const [before, next] = [tries[n], tries[n + 1]];
      const wait = Date.parse(next!.due_at) - Date.parse(before!.finished_at);
      expect(wait).toBeGreaterThanOrEqual(step);
      expect(wait).toBeLessThanOrEqual(step * 1.1);
      expect(Date.parse(next!.started_at)).toBeGreaterThanOrEqual(Date.parse(next!.due_at));
    }
    const received = await replies('anna');
    expect(received.length - failed).toBe(1);
    expect(new Set(received.map(({ message_id }) => message_id)).size).toBe(1);
  });

  it('is then let through again', async () => {
    await postMessage(twin.url, { client_id: 'boris', content: 'Здравствуйте' });
    await inHours(1);
    expect(await replies('boris')).toHaveLength(1);
  });
});
