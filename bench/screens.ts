import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { DEMO } from '../local/seed.ts';
import type { Frame } from '../shared/domain/frame.ts';
import { conversationId } from '../shared/domain/ids.ts';
import { mixedTexts } from './corpus.ts';
import type { Section } from './figures.ts';
import { type Load, loadClock, openLoop } from './open-loop.ts';
import { createPartner, type Partner } from './partner.ts';
import { type Receiver, startReceiver } from './receiver.ts';
import { TARGETS } from './targets.ts';
import { timeRow } from './throughput-sections.ts';
import { startTwinProcess } from './twin-process.ts';

const WARM_UP_SECONDS = 10;
const PATIENCE_MS = 5_000;

/** When each message was on the screen, monotonic ms, by its conversation. */
type Shown = Map<string, number>;

/**
 * Sends messages through a whole twin and looks when they are on an admin's screen, which is told of all of them; then
 * answers each as an operator, and looks when that is at the partner's.
 */
export async function measureScreens(load: Load): Promise<Section> {
  await using twin = await startTwinProcess();
  const shown: Shown = new Map();
  await using receiver = await startReceiver('operator');
  const { socket, bearer } = await openScreen(twin.url, shown);
  using partner = createPartner(twin.url, receiver.url);
  const text = mixedTexts();
  await timesOf(partner, shown, text, 'warm-up', { ...load, seconds: WARM_UP_SECONDS });
  const times = await timesOf(partner, shown, text, 'told', load);
  await twin.quiet();
  const replies = await replyTimes(twin.url, bearer, receiver, load);
  socket.close();
  const expected = Math.round(load.rate * load.seconds);
  return {
    name: 'screens',
    title: 'A message on a connected screen, and an operator’s reply at the webhook',
    rows: {
      [`shown after it was accepted, at ${load.rate}/s`]: timeRow(times, { p95: TARGETS.screen.p95Ms }),
      [`arrived after it was sent, at ${load.rate}/s`]: timeRow(replies, { p95: TARGETS.screen.p95Ms }),
    },
    notes: [
      `Of ${expected} messages ${expected - times.length} were not shown.`,
      `Of ${expected} replies ${expected - replies.length} did not arrive.`,
    ],
  };
}

async function timesOf(
  partner: Partner,
  shown: Shown,
  text: (n: number) => string,
  name: string,
  load: Load,
): Promise<number[]> {
  const sent = await openLoop(load, loadClock, async (n) => {
    const client_id = `${name}-${n}`;
    const { answeredAt } = await partner.send({ client_id, content: text(n) });
    return { id: conversationId(DEMO.partner, client_id), answeredAt };
  });
  const giveUpAt = performance.now() + PATIENCE_MS;
  while (sent.some(({ id }) => !shown.has(id)) && performance.now() < giveUpAt) await wait(20);
  return sent.flatMap(({ id, answeredAt }) => {
    const at = shown.get(id);
    // A screen may be told before its answer is with the sender.
    return at === undefined ? [] : [Math.max(0, at - answeredAt)];
  });
}

/** From the request to the first byte at the partner's; each conversation was taken before. */
async function replyTimes(
  url: string,
  bearer: Record<string, string>,
  { arrivals }: Receiver,
  load: Load,
): Promise<number[]> {
  const sent = await openLoop(load, loadClock, async (n) => {
    const client = `told-${n}`;
    const on = `${url}/api/conversations/${conversationId(DEMO.partner, client)}`;
    await ask(`${on}/take`, bearer);
    const askedAt = performance.now();
    await ask(`${on}/reply`, bearer, { text: 'Здравствуйте! Сейчас посмотрю.' });
    return { client, askedAt };
  });
  const giveUpAt = performance.now() + PATIENCE_MS;
  while (sent.some(({ client }) => !arrivals.has(client)) && performance.now() < giveUpAt) await wait(20);
  return sent.flatMap(({ client, askedAt }) => {
    const at = arrivals.get(client);
    return at === undefined ? [] : [at - askedAt];
  });
}

async function openScreen(
  url: string,
  shown: Shown,
): Promise<{ socket: WebSocket; bearer: Record<string, string> }> {
  const login = await ask(`${url}/api/auth/login`, {}, { operator_id: DEMO.admin, password: DEMO.password });
  const bearer = { authorization: `Bearer ${login['access_token']}` };
  const ticket = await ask(`${url}/api/auth/ws-ticket`, bearer);
  const socket = new WebSocket(String(ticket['url']));
  socket.on('message', (data) => {
    const at = performance.now();
    const { type, conversation_id } = JSON.parse(String(data)) as Frame;
    if (type === 'message.created' && conversation_id !== null && !shown.has(conversation_id))
      shown.set(conversation_id, at);
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return { socket, bearer };
}

async function ask(
  url: string,
  headers: Record<string, string>,
  body: object = {},
): Promise<Record<string, unknown>> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
  return (await answer.json()) as Record<string, unknown>;
}
