import { beforeAll, expect, it } from 'vitest';
import { readModelFile } from '../../shared/adapters/published-models.ts';
import { packModel } from '../../shared/classification/packed-model.ts';
import { AUDITED, type AuditEntry } from '../../shared/domain/audit.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { acceptMessage } from '../../shared/usecases/accept-message.ts';
import { CLIENT, PARTNER } from '../builders.ts';
import { aSmallModel } from '../classification/small-models.ts';
import { type OpenOperatorDoor, openOperatorDoor } from '../contracts/operator-door.ts';
import type { Request } from '../contracts/partner-door.ts';
import { ENDPOINT, keepEndpoint } from '../usecases/deaths.ts';
import { incoming } from '../usecases/desk.ts';

const WORDS = 'CANARY-words';
const PASSWORD = 'CANARY of the admin';
const TOKEN = `42:${'CANARY'.repeat(6)}`;
const post = (path: string, body?: unknown): Request => ({ path, ...(body !== undefined && { body }) });
const put = (path: string, body: unknown): Request => ({ method: 'PUT', path, body });
const remove = (path: string, query: Record<string, string> = {}): Request => ({
  method: 'DELETE',
  path,
  query,
});
const because = { reason: WORDS };
const P = '/api/admin/partners';
const O = '/api/admin/operators';
const INCIDENTS = '/api/incidents';
const BROADCASTS = '/api/broadcasts';

let door: OpenOperatorDoor;
/** What was told once, and is a secret from then on. */
const secrets: string[] = [PASSWORD, TOKEN, WORDS, 'CANARY', CLIENT];

const ask = async (request: Request) => {
  const { statusCode, body } = await door.ask(request);
  expect(statusCode, `${request.path} ${body}`).toBeLessThan(300);
  return body === '' ? {} : JSON.parse(body);
};

/** Everything that can be changed of a desk, with canaries wherever words or secrets go. */
async function changeEverything(): Promise<void> {
  await ask(put('/api/policy', { changes: { quiet_hours: { from: '22:00' } }, ...because }));
  await ask(post('/api/policy/rollback', { version: 0, ...because }));
  await ask(put('/api/templates/GREETING', { texts: { ru: WORDS }, ...because }));
  await ask(post('/api/templates/rollback', { scenario: 'GREETING', version: 0, ...because }));
  const { id: keyword } = await ask(
    post('/api/keywords', { scenario: 'COMPLAINT', keyword: 'canary words', ...because }),
  );
  await ask(remove(`/api/keywords/${keyword}`));
  await ask(post('/api/keywords/rollback', { version: 0, ...because }));
  await ask(put('/api/canned-replies/hello', { title: WORDS, text: WORDS, ...because }));
  await ask(remove('/api/canned-replies/hello'));
  await ask(put('/api/views/shared/urgent', { name: 'Urgent', filter: { q: 'CANARY' } }));
  await ask(remove('/api/views/shared/urgent'));
  await publishModel();
  await keepEndpoint(door.desk.endpoints, { name: 'closed' });
  await ask(post(`/api/endpoints/${ENDPOINT.id}/disable`, because));
  await ask(post(`/api/endpoints/${ENDPOINT.id}/enable`));
  await changeIncidents();
  await changeBroadcasts();
  await changePartners();
  await changePeople();
  door.botApi.knows(TOKEN, { id: 42, username: 'school_bot' });
  await ask(post('/api/admin/bots', { id: 'school', token: TOKEN }));
  await ask(post('/api/admin/bots/school/webhook'));
  await ask(remove('/api/admin/bots/school'));
  await acceptMessage(door.desk.accept, incoming({ text: WORDS }));
  await ask(remove(`/api/admin/clients/${CLIENT}`, { partner: PARTNER }));
}

async function publishModel(): Promise<void> {
  const { json, weights } = await aSmallModel();
  const file = packModel(Buffer.from(json), weights);
  const { id, sha256 } = readModelFile(file);
  const parts = Math.ceil(file.length / LIMITS.modelPartBytes);
  for (let part = 0; part < parts; part++) {
    const bytes = file.subarray(part * LIMITS.modelPartBytes, (part + 1) * LIMITS.modelPartBytes);
    const body = { bytes: Buffer.from(bytes).toString('base64') };
    await ask(put(`/api/admin/models/${id}/parts/${part}`, body));
  }
  await ask(post('/api/admin/models', { id, sha256, parts, over: id, figures: {}, ...because }));
  await ask(post('/api/admin/models/rollback', { version: 0, ...because }));
}

async function changeIncidents(): Promise<void> {
  const texts = { notice: { ru: WORDS } };
  const open = async () => (await ask(post(INCIDENTS, { kinds: ['mail'], texts, note: WORDS }))).id;
  const id = await open();
  for (const [deed, body] of [
    ['confirm', { note: WORDS }],
    ['update', { state: 'identified', texts }],
    ['resolve', { note: WORDS }],
  ] as const)
    await ask(post(`${INCIDENTS}/${id}/${deed}`, body));
  await ask(post(`${INCIDENTS}/${await open()}/dismiss`));
  await ask(post(`${INCIDENTS}/${await open()}/merge`, { into: await open() }));
}

async function changeBroadcasts(): Promise<void> {
  const { id } = await ask(post(BROADCASTS, { texts: { ru: WORDS }, channels: 'all' }));
  for (const deed of ['pause', 'resume', 'cancel']) await ask(post(`${BROADCASTS}/${id}/${deed}`));
}

async function changePartners(): Promise<void> {
  const { first_key, webhook_secret } = await ask(post(P, { id: 'acme' }));
  const { key, last_four } = await ask(post(`${P}/acme/keys`));
  await ask(put(`${P}/acme`, { name: 'Acme' }));
  await ask(remove(`${P}/acme/keys/${first_key.id}`));
  for (const verb of ['disable', 'enable']) await ask(post(`${P}/acme/${verb}`));
  const { secrets: rotated } = await ask(post(`${P}/acme/webhook-secrets/rotate`));
  await ask(put(`${P}/acme/webhook-signatures`, { asymmetric: true }));
  await ask(post('/api/admin/webhook-keys/rotate'));
  secrets.push(first_key.key, webhook_secret, key, `"${last_four}"`, rotated[0].secret);
}

async function changePeople(): Promise<void> {
  await ask(post(O, { id: 'anna', role: 'admin', password: PASSWORD }));
  const { initial_password } = await ask(post(O, { id: 'olga', role: 'operator' }));
  await ask(put(`${O}/olga`, { role: 'admin' }));
  for (const verb of ['disable', 'enable', 'end-sessions']) await ask(post(`${O}/olga/${verb}`));
  const reset = await ask(post(`${O}/olga/reset-password`));
  await ask(post('/api/admin/token-keys/rotate', { leaked: true }));
  secrets.push(initial_password, reset.initial_password);
}

const entries = (): AuditEntry[] => [...door.audit.entries.values()];

beforeAll(async () => {
  door = await openOperatorDoor();
  await changeEverything();
});

it('every change that is audited was kept as done, by whoever made it', () => {
  expect([...new Set(entries().map(({ what }) => what))].toSorted()).toEqual([...AUDITED].toSorted());
  expect(entries().filter(({ outcome, by }) => outcome !== 'done' || by !== 'root')).toEqual([]);
});

it('no secret and nothing that a client said is in the audit log, nor who was erased', () => {
  const told = JSON.stringify(entries());
  expect(secrets.filter((secret) => told.includes(secret))).toEqual([]);
  expect(secrets.length).toBeGreaterThan(10);
});

/** What tells no state before it, or none after it, and why. */
const NO_BEFORE =
  /^(?:partner|partner_key|operator|bot)\.added$|^incident\.opened$|^broadcast\.started$|^client\.erased$|^view\.saved$|^bot\.webhook_set$/;
const NO_AFTER = /^(?:partner_key|view)\.removed$|^client\.erased$/;

it.each(AUDITED)('%s tells how it stood before, and after', (what) => {
  const found = entries().find((entry) => entry.what === what);
  if (!NO_BEFORE.test(what)) expect(found?.before).toBeDefined();
  if (!NO_AFTER.test(what)) expect(found?.after).toBeDefined();
});

it.each<[what: AuditEntry['what'], told: object]>([
  ['policy.changed', { before: { version: 0 }, after: { version: 1 } }],
  ['policy.rolled_back', { before: { version: 1 }, after: { version: 2, as: 0 } }],
  ['template.changed', { target: 'GREETING', before: { version: 0 }, after: { version: 1 } }],
  ['template.rolled_back', { target: 'GREETING', before: { version: 1 }, after: { version: 2, as: 0 } }],
  [
    'keyword.added',
    { target: expect.stringMatching(/^kwd_/), before: { version: 0 }, after: { version: 1 } },
  ],
  ['keyword.removed', { before: { version: 1 }, after: { version: 2 } }],
  ['canned_reply.saved', { target: 'hello', before: { version: 0 }, after: { version: 1 } }],
  ['canned_reply.removed', { target: 'hello', before: { version: 1 }, after: { version: 2 } }],
  ['endpoint.disabled', { target: ENDPOINT.id, before: { state: 'closed' }, after: { state: 'disabled' } }],
  [
    'webhook_secret.rotated',
    { target: 'acme', before: { secrets: 1 }, after: { rotated: true, secrets: 2 } },
  ],
  ['webhook_key.rotated', { before: { kid: expect.any(String) }, after: { rotated: true } }],
  ['partner.disabled', { target: 'acme', before: { enabled: true }, after: { enabled: false } }],
  ['operator.enabled', { target: 'olga', before: { enabled: false }, after: { enabled: true } }],
  ['operator.sessions_ended', { target: 'olga', before: { sessions: 0 }, after: { sessions: 0 } }],
  ['bot.removed', { target: 'school', before: { username: 'school_bot' }, after: { webhook_removed: true } }],
  ['partner.renamed', { target: 'acme', before: { name: 'acme' }, after: { name: 'Acme' } }],
  ['partner_key.removed', { target: 'acme', before: { label: 'first' } }],
  [
    'webhook_signatures.chosen',
    { target: 'acme', before: { asymmetric: false }, after: { asymmetric: true } },
  ],
  [
    'operator.changed',
    { target: 'olga', before: { name: 'olga', role: 'operator' }, after: { name: 'olga', role: 'admin' } },
  ],
  ['bot.added', { target: 'school', after: { username: 'school_bot' } }],
  ['client.erased', { target: expect.stringMatching(/^job_/) }],
])('%s tells which, and from what to what', (what, told) => {
  expect(entries().find((entry) => entry.what === what)).toMatchObject(told);
});

it('a change whose end nobody knows tells how it stood before', async () => {
  const broken = await openOperatorDoor();
  await broken.ask(put('/api/policy', { changes: { doubt: 'ask' } }));
  broken.door.documents.publish = () => Promise.reject(new Error('never came to an end'));
  expect((await broken.ask(put('/api/policy', { changes: {} }))).statusCode).toBe(500);
  const last = [...broken.audit.entries.values()].at(-1);
  expect(last).toMatchObject({ what: 'policy.changed', outcome: 'unknown', before: { version: 1 } });
});
