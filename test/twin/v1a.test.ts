import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEMO } from '../../local/seed.ts';
import { startTwin, type Twin } from '../../local/twin.ts';
import type { KeyRotationBody } from '../../shared/contracts/operator-responses.ts';
import type { JwksBody } from '../../shared/contracts/partner-responses.ts';
import { crmInbox, type PostedWebhook, postMessage, verified } from './crm.ts';

let twin: Twin;
beforeAll(async () => {
  twin = await startTwin({ port: 0, adminToken: 'token-of-the-admin', log: () => undefined });
});
afterAll(() => twin.close());

const ask = (method: string, path: string, body?: unknown) =>
  fetch(`${twin.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${twin.adminToken}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

/** The one webhook that comes of a message. */
async function webhookTo(client_id: string): Promise<PostedWebhook> {
  await postMessage(twin.url, { client_id, content: 'Не открывается урок' });
  await ask('POST', '/_local/clock/advance', { seconds: 60 });
  const posted = (await crmInbox(twin.url)).filter(({ body }) => JSON.parse(body).client_id === client_id);
  expect(posted).toHaveLength(1);
  return posted[0]!;
}

const signaturesOf = ({ headers }: PostedWebhook) => headers['webhook-signature']?.split(' ') ?? [];

/** Which of these keys made the `v1a` signature. */
function signers(keys: JwksBody['keys'], posted: PostedWebhook): string[] {
  const { headers, body } = posted;
  const content = Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`);
  const [signature = ''] = signaturesOf(posted).flatMap((each) => /^v1a,(.+)$/.exec(each)?.[1] ?? []);
  const genuine = (key: JsonWebKey) =>
    verify(null, content, createPublicKey({ key, format: 'jwk' }), Buffer.from(signature, 'base64'));
  return keys.filter(genuine).map(({ kid }) => kid);
}

it('a webhook of a partner that chose v1a is verified by the published keys, through a rotation, and by v1 as ever', async () => {
  const choice = { asymmetric: true };
  const chosen = await ask('PUT', `/api/admin/partners/${DEMO.partner}/webhook-signatures`, choice);
  expect([chosen.status, await chosen.json()]).toEqual([200, { partner: DEMO.partner, ...choice }]);
  const rotation = (await (await ask('POST', '/api/admin/webhook-keys/rotate')).json()) as KeyRotationBody;
  const [fresh, old] = rotation.keys.map(({ kid }) => kid);

  const published = await fetch(`${twin.url}/.well-known/jwks.json`);
  expect([published.status, published.headers.get('cache-control')]).toEqual([200, 'public, max-age=3600']);
  const { keys } = (await published.json()) as JwksBody;
  expect(keys.map(({ kid }) => kid)).toEqual([fresh, old]);

  const before = await webhookTo('before');
  await ask('POST', '/_local/clock/advance', { seconds: 2 * 3600 });
  const after = await webhookTo('after');
  expect([signers(keys, before), signers(keys, after)]).toEqual([[old], [fresh]]);
  for (const posted of [before, after]) {
    expect(signaturesOf(posted).map((each) => each.split(',')[0])).toEqual(['v1', 'v1a']);
    expect(verified(posted)).toMatchObject({ type: 'message.reply' });
    expect(signers(keys, { ...posted, body: `${posted.body} ` })).toEqual([]);
  }
});
