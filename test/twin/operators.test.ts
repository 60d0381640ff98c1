import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO } from '../../local/seed.ts';
import { startTwin, type Twin } from '../../local/twin.ts';
import type { RotationBody } from '../../shared/contracts/operator-responses.ts';
import { crmInbox, type PostedWebhook, postMessage, verified } from './crm.ts';

interface Death {
  message_id: string;
  client_id: string;
}

let twin: Twin;

/** For the tests beside it. */
function startFreshTwin(): void {
  beforeAll(async () => {
    twin = await startTwin({ port: 0, adminToken: 'token-of-the-admin', log: () => undefined });
  });
  afterAll(() => twin.close());
}

const ask = (method: string, path: string, key = twin.adminToken, body?: unknown) =>
  fetch(`${twin.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

async function advance(seconds: number): Promise<void> {
  const body = JSON.stringify({ seconds });
  expect((await fetch(`${twin.url}/_local/clock/advance`, { method: 'POST', body })).status).toBe(200);
}

describe('the operators’ door of the twin', () => {
  startFreshTwin();

  it('opens to the admin’s token, which no function was told', async () => {
    const response = await ask('GET', '/api/deliveries');
    expect([response.status, await response.json()]).toEqual([200, { items: [], next: null }]);
    expect(JSON.stringify(twin.functions())).not.toContain(twin.adminToken);
  });

  it.each([
    ['GET', '/api/deliveries'],
    ['POST', '/api/deliveries/msg_0/retry'],
    ['POST', '/api/deliveries/redrive'],
    ['GET', '/api/deliveries/redrive/job_0'],
    ['POST', '/api/deliveries/redrive/job_0/cancel'],
    ['GET', '/api/endpoints'],
    ['GET', '/api/endpoints/end_0'],
    ['POST', '/api/endpoints/end_0/enable'],
    ['POST', '/api/endpoints/end_0/disable'],
    ['GET', '/api/admin/partners/demo/webhook-secrets'],
    ['POST', '/api/admin/partners/demo/webhook-secrets/rotate'],
    ['GET', '/api/admin/partners/demo/webhook-signatures'],
    ['PUT', '/api/admin/partners/demo/webhook-signatures'],
    ['GET', '/api/admin/webhook-keys'],
    ['POST', '/api/admin/webhook-keys/rotate'],
  ])('stays shut to a partner: %s %s', async (method, path) => {
    expect((await ask(method, path, DEMO.key)).status).toBe(403);
    expect((await ask(method, `${path}/`, DEMO.key)).status).toBe(403);
    expect((await ask(method, path, 'nope')).status).toBe(401);
  });

  it('leaves to the partners’ door what is theirs', async () => {
    expect((await ask('GET', '/api/deliveries/msg_0', DEMO.key)).status).toBe(404);
    expect((await ask('GET', '/api/deliveries/msg_0')).status).toBe(404);
    expect((await ask('GET', '/api/messages/anna')).status).toBe(403);
    expect((await ask('GET', '/api/nothing')).status).toBe(404);
  });

  /** A client whose one reply was refused three times within the hour. */
  async function giveUp(client_id: string): Promise<string> {
    const behaviour = JSON.stringify({ status: 404, times: 3 });
    const inbox = `${twin.url}/_local/crm/${DEMO.partner}/behaviour`;
    expect((await fetch(inbox, { method: 'PUT', body: behaviour })).ok).toBe(true);
    await postMessage(twin.url, { client_id, content: 'Не открывается урок' });
    await advance(3600);
    const { items } = (await (await ask('GET', '/api/deliveries')).json()) as { items: Death[] };
    const death = items.find((it) => it.client_id === client_id);
    expect(death).toMatchObject({ partner: DEMO.partner, rule: 'http.4xx.exhausted', attempts: 3 });
    return death?.message_id ?? '';
  }

  const received = async (id: string) =>
    (await crmInbox(twin.url)).map(verified).filter(({ message_id }) => message_id === id).length;

  it('delivers again what was given up, one by one and in bulk', async () => {
    const one = await giveUp('one');
    expect((await ask('POST', `/api/deliveries/${one}/retry`)).status).toBe(202);
    expect(await (await ask('POST', `/api/deliveries/${one}/retry`)).json()).toMatchObject({
      message_id: one,
    });
    await advance(5);
    const many = [await giveUp('two'), await giveUp('three')];
    const filter = { partner: DEMO.partner };
    const started = await ask('POST', '/api/deliveries/redrive', twin.adminToken, { filter });
    const { id } = (await started.json()) as { id: string };
    await advance(60);
    const job = await (await ask('GET', `/api/deliveries/redrive/${id}`)).json();
    expect(job).toMatchObject({ state: 'done', matched: 2, replayed: 2, skipped: 0, failed: 0 });
    // Three refusals and what came of the replay: the inbox records whatever was posted.
    for (const text of [one, ...many]) expect(await received(text)).toBe(4);
    expect(await (await ask('GET', '/api/deliveries')).json()).toEqual({ items: [], next: null });
    expect(await (await ask('GET', `/api/deliveries/${one}`)).json()).toMatchObject({ state: 'delivered' });
  });

  it('works off a job in its lane', async () => {
    const started = await ask('POST', '/api/deliveries/redrive', twin.adminToken, { filter: {} });
    expect(started.status).toBe(202);
    const { id } = (await started.json()) as { id: string };
    await advance(5);
    const job = await ask('GET', `/api/deliveries/redrive/${id}/`);
    expect(await job.json()).toMatchObject({ id, state: 'done', started_by: DEMO.admin, scanned: 0 });
  });
});

// A twin of its own: deliver remembers a partner for a minute of wall time, so nothing may have been delivered before.
describe('a secret that is rotated at the operators’ door of the twin', () => {
  startFreshTwin();

  /** The one webhook that comes of a message. */
  async function webhookTo(client_id: string): Promise<PostedWebhook> {
    await postMessage(twin.url, { client_id, content: 'Не открывается урок' });
    await advance(60);
    const posted = (await crmInbox(twin.url)).filter(({ body }) => JSON.parse(body).client_id === client_id);
    expect(posted).toHaveLength(1);
    return posted[0]!;
  }

  const signaturesOf = ({ headers }: PostedWebhook) => headers['webhook-signature']?.split(' ');
  const verify = (secret: string, { headers, body }: PostedWebhook) =>
    new Webhook(secret).verify(body, headers);

  it('signs beside the old one until the overlap is over, and then alone', async () => {
    const path = `/api/admin/partners/${DEMO.partner}/webhook-secrets`;
    const rotation = await ask('POST', `${path}/rotate`, twin.adminToken, { overlap_seconds: 3600 });
    const { rotated, secrets } = (await rotation.json()) as RotationBody;
    expect([rotation.status, rotated, secrets.length]).toEqual([200, true, 2]);
    const fresh = secrets[0]?.secret ?? '';

    const during = await webhookTo('during');
    expect(signaturesOf(during)).toHaveLength(2);
    for (const secret of [fresh, DEMO.webhookSecret])
      expect(verify(secret, during)).toMatchObject({ client_id: 'during' });

    await advance(3600);
    const after = await webhookTo('after');
    expect(signaturesOf(after)).toHaveLength(1);
    expect(verify(fresh, after)).toMatchObject({ client_id: 'after' });
    expect(() => verify(DEMO.webhookSecret, after)).toThrow();
    expect(await (await ask('GET', path)).json()).toMatchObject({
      secrets: [{ fingerprint: secrets[0]?.fingerprint, valid_until: null }],
    });
  });
});
