import { randomBytes } from 'node:crypto';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startDynoxide } from '../../local/dynoxide.ts';
import { DEMO } from '../../local/seed.ts';
import { startTwin, type Twin } from '../../local/twin.ts';
import { DynamoOperators } from '../../shared/adapters/dynamo/operator-store.ts';
import { Table } from '../../shared/adapters/dynamo/table.ts';
import { DynamoTickets } from '../../shared/adapters/dynamo/ticket-store.ts';
import { conversationId } from '../../shared/domain/ids.ts';
import { hashKey } from '../../shared/edge/partner-key.ts';
import { postMessage } from './crm.ts';
import { openScreen, openScreenAt, type Screen } from './screen.ts';

describe('screens of the twin', () => {
  const parts = new AsyncDisposableStack();
  const open: Screen[] = [];
  let twin: Twin;
  let table: Table;
  let tickets: DynamoTickets;

  beforeAll(async () => {
    const database = await startDynoxide(undefined);
    parts.defer(database.close);
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', database.url);
    twin = await startTwin({ port: 0, pace: 'immediate', limits: 'off', log: () => undefined });
    parts.defer(twin.close);
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const client = new DynamoDBClient({ endpoint: database.url, region: 'us-east-1', credentials });
    parts.defer(() => client.destroy());
    const { TableNames: [name = ''] = [] } = await client.send(new ListTablesCommand());
    table = new Table(name, client);
    tickets = new DynamoTickets(table);
  });
  afterAll(() => parts.disposeAsync());

  async function ticketFor(operator: string, role: 'operator' | 'admin', livesMs = 30_000): Promise<string> {
    const ticket = randomBytes(24).toString('base64url');
    await tickets.issue({ hash: hashKey(ticket), operator, role, expires: Date.now() + livesMs });
    return ticket;
  }

  async function screenOf(operator: string, role: 'operator' | 'admin' = 'operator'): Promise<Screen> {
    const screen = await openScreen(twin.url, await ticketFor(operator, role));
    open.push(screen);
    return screen;
  }

  it('refuses whoever has no ticket that is good', async () => {
    const used = await ticketFor('operator_001', 'operator');
    (await openScreen(twin.url, used)).close();
    const old = await ticketFor('operator_001', 'operator', -1);
    for (const ticket of [undefined, '', 'made-up', used, old])
      await expect(openScreen(twin.url, ticket)).rejects.toThrow('401');
  });

  it('opens to whoever has signed in, at the address that comes with the ticket', async () => {
    const post = (path: string, headers: Record<string, string>, body?: object) =>
      fetch(`${twin.url}/api/auth/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        ...(body && { body: JSON.stringify(body) }),
      });
    const { operator, password } = { operator: 'operator_001', password: DEMO.password };
    const signedIn = await post('login', {}, { operator_id: operator, password });
    const { access_token } = (await signedIn.json()) as { access_token: string };
    const given = await post('ws-ticket', { authorization: `Bearer ${access_token}` });
    const { ticket, expires_in, url } = (await given.json()) as Record<string, string>;
    expect([expires_in, url]).toEqual([30, `${twin.url.replace('http', 'ws')}/ws?ticket=${ticket}`]);
    const screen = await openScreenAt(url!);
    screen.send({ type: 'ping' });
    await screen.next('pong');
    await expect(openScreenAt(url!)).rejects.toThrow('401');
    screen.close();
  });

  it('shows a message of a customer, and what became of it, to whom it concerns', async () => {
    const [admin, operator] = [await screenOf('admin_001', 'admin'), await screenOf('operator_001')];
    await postMessage(twin.url, { client_id: 'anna', content: 'Спасибо, до свидания!' });
    const id = conversationId('demo', 'anna');
    const ofAnna = ({ conversation_id }: { conversation_id: string | null }) => conversation_id === id;
    const created = await admin.next('message.created', ofAnna);
    expect(created.data.messages[0]).toMatchObject({ kind: 'message', text: 'Спасибо, до свидания!' });
    const delivered = await admin.next('delivery.updated', ofAnna);
    expect(delivered.data.deliveries[0]).toMatchObject({ state: 'delivered', attempts: 1 });
    // Nobody has to do anything about it.
    await twin.quiet();
    expect(operator.frames.filter(ofAnna)).toEqual([]);

    operator.send({ type: 'viewing', conversation_id: id });
    await operator.next('presence', ({ data }) =>
      data.operators.some((one) => one.id === 'operator_001' && one.viewing.includes(id)),
    );
    await postMessage(twin.url, { client_id: 'anna', content: 'Верните деньги!' });
    await operator.next('message.created', ofAnna);
  });

  it('shows what waits for people to all of them', async () => {
    const operator = await screenOf('operator_002');
    await postMessage(twin.url, { client_id: 'boris', content: 'Верните деньги, мы недовольны занятиями!' });
    const { data } = await operator.next('escalation.created');
    expect(data.escalation).toMatchObject({ priority: 'high' });
  });

  it('answers a ping, shows who types to who looks on, and cuts whoever sends what is no JSON', async () => {
    const [one, other] = [await screenOf('operator_001'), await screenOf('operator_002')];
    const conversation_id = conversationId('demo', 'anna');
    one.send({ type: 'ping' });
    await one.next('pong');
    other.send({ type: 'viewing', conversation_id });
    await other.next('presence', ({ data }) => data.operators.some(({ viewing }) => viewing.length > 0));
    one.send({ type: 'typing', conversation_id });
    expect((await other.next('typing')).data).toEqual({ operator: 'operator_001' });
    one.send('nonsense');
    expect(await one.closed).toBe(1001);
    // Both tabs of that operator are told apart, and the rest hears that one is gone.
    await vi.waitFor(() => expect(other.frames.findLast(({ type }) => type === 'presence')).toBeDefined());
  });

  it('has every screen read again once a change was left behind that nobody can make sense of', async () => {
    const operator = await screenOf('operator_002');
    const head = { pk: 'C#cnv_POISON', sk: 'HEAD', id: 'cnv_POISON', version: 1 };
    await table.put(head);
    await operator.next('resync', ({ data }) => data.reason === 'left_behind');
    // What comes behind it is told all the same.
    await postMessage(twin.url, { client_id: 'clara', content: 'Верните деньги, мы недовольны занятиями!' });
    const id = conversationId('demo', 'clara');
    await operator.next('escalation.created', ({ conversation_id }) => conversation_id === id);
  });

  it('ends the sockets of whoever may not work at the desk any more', async () => {
    const operator = await screenOf('operator_002');
    const operators = new DynamoOperators(table);
    const seen = await operators.operator('operator_002');
    await operators.saveOperator(seen!, { ...seen!, disabled_at: Date.now() }, 'ended');
    expect(await operator.closed).toBe(1001);
    const ticket = await ticketFor('operator_002', 'operator');
    await expect(openScreen(twin.url, ticket)).rejects.toThrow('401');
  });
});
