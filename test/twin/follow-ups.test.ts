import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTwin, type Twin } from '../../local/twin.ts';
import { crmInbox, postMessage, verified } from './crm.ts';

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;
const ZONE = 'Asia/Kolkata';

let twin: Twin;
beforeAll(async () => {
  twin = await startTwin({
    port: 0,
    pace: 'immediate',
    adminToken: 'token-of-the-admin',
    log: () => undefined,
  });
});
afterAll(() => twin.close());

async function advance(seconds: number): Promise<void> {
  const body = JSON.stringify({ seconds });
  expect((await fetch(`${twin.url}/_local/clock/advance`, { method: 'POST', body })).status).toBe(200);
}

const now = async (): Promise<number> =>
  Date.parse(((await (await fetch(`${twin.url}/_local/clock`)).json()) as { now: string }).now);

/** Sets when the desk does not remind; in force after a minute. */
async function quiet(from: string, to: string): Promise<void> {
  const changes = { quiet_hours: { from, to }, desk: { zone: ZONE } };
  const response = await fetch(`${twin.url}/api/policy`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${twin.adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ changes }),
  });
  expect(response.status).toBe(200);
  await advance(61);
}

interface Told {
  source: string;
  at: number;
}

/** What a client was told, and when the CRM got it, on the business clock. */
async function told(client: string): Promise<Told[]> {
  const posts = await crmInbox(twin.url);
  return posts.flatMap((post) => {
    const { client_id, source } = verified(post);
    return client_id === client ? [{ source, at: Date.parse(post.at) }] : [];
  });
}

const sources = async (client: string): Promise<string[]> => (await told(client)).map(({ source }) => source);

/** Lets a client write; waits until it is answered. */
async function write(client_id: string, content: string): Promise<number> {
  await postMessage(twin.url, { client_id, content });
  await advance(15);
  const reply = (await told(client_id)).at(-1);
  if (!reply) throw new Error('it was not answered');
  return reply.at;
}

/** Seconds after `from`, as late as two minutes and never early. */
function onTime(at: number | undefined, from: number, seconds: number): void {
  const late = ((at ?? 0) - from) / 1000 - seconds;
  expect(late).toBeGreaterThanOrEqual(0);
  expect(late).toBeLessThanOrEqual(120);
}

describe('a client who falls silent after a greeting', () => {
  it('is reminded 15 min, 30 min and a day after the delivery, told goodbye, and closed', async () => {
    await quiet('00:00', '00:00');
    const answered = await write('silent', 'Здравствуйте!');
    await advance(DAY + 10 * MINUTE);
    const [, ...followed] = await told('silent');
    expect(followed.map(({ source }) => source)).toEqual(['reminder', 'reminder', 'reminder', 'farewell']);
    for (const [n, seconds] of [15 * MINUTE, 30 * MINUTE, DAY, DAY + 2 * MINUTE].entries())
      onTime(followed[n]?.at, answered, seconds);
    await advance(7 * DAY);
    expect(await sources('silent')).toHaveLength(5);
  });

  it('and answers gets no reminder of what it answered', async () => {
    await write('talks', 'Здравствуйте!');
    await advance(10 * MINUTE);
    await write('talks', 'Как оставить отзыв и получить бонус?');
    await advance(10 * MINUTE);
    expect(await sources('talks')).toEqual(['ai_bot', 'ai_bot']);
  });
});

it('a client who waits for a human gets neither reminder nor farewell', async () => {
  await write('waits', 'Это безобразие, я хочу пожаловаться на преподавателя!');
  await advance(2 * DAY);
  expect(await sources('waits')).toEqual(['ai_bot']);
});

it('a matter that is settled is followed by the farewell at two minutes, and nothing else', async () => {
  const answered = await write('settled', 'Хочу пригласить друга, где моя реферальная ссылка?');
  await advance(5 * MINUTE);
  const [, farewell] = await told('settled');
  expect(farewell?.source).toBe('farewell');
  onTime(farewell?.at, answered, 2 * MINUTE);
  await advance(2 * DAY);
  expect(await sources('settled')).toEqual(['ai_bot', 'farewell']);
});

it('nobody is reminded in the quiet hours of the desk’s zone; it is put off to their end', async () => {
  const clock = (at: number): string =>
    new Date(at).toLocaleTimeString('en-GB', { timeZone: ZONE, hour: '2-digit', minute: '2-digit' });
  const start = await now();
  const end = start + 5 * 60 * MINUTE * 1000;
  await quiet(clock(start), clock(end));
  await write('asleep', 'Здравствуйте!');
  await advance(4 * 60 * MINUTE);
  expect(await sources('asleep')).toEqual(['ai_bot']);
  await advance(90 * MINUTE);
  const [, first, second] = await told('asleep');
  const morning = end - (end % 60_000);
  onTime(first?.at, morning, 0);
  onTime(second?.at, morning, 15 * MINUTE);
});
