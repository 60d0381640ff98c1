import { expect, it } from 'vitest';
import { LIMITS } from '../../shared/domain/limits.ts';
import { aBody, openDoor, type PartnerDoor } from './partner-door.ts';

/** A request on its way to being spoilt. */
interface Draft {
  headers: Record<string, string>;
  fields: Record<string, unknown>;
  text(json: string): string;
}

/** Something that can be wrong with a request, or with what came before it. */
interface Wrong {
  name: string;
  verdict: string;
  spoil?(draft: Draft): void;
}

const WORDS = 'Не открывается урок';
const KEYED = { 'idempotency-key': 'order-1' };

/** In the order in which a request is judged. */
const WRONGS: Wrong[] = [
  {
    name: 'key',
    verdict: '401 auth.invalid',
    spoil: ({ headers }) => Object.assign(headers, { authorization: 'Bearer nope' }),
  },
  {
    name: 'size',
    verdict: '413 body.too_large',
    spoil: (draft) => rewrite(draft, (json) => json.padEnd(LIMITS.bodyBytes + 1)),
  },
  {
    name: 'type',
    verdict: '415 body.not_json',
    spoil: ({ headers }) => Object.assign(headers, { 'content-type': 'text/plain' }),
  },
  {
    name: 'JSON',
    verdict: '400 body.malformed',
    spoil: (draft) => rewrite(draft, (json) => json.replace('}', ',}')),
  },
  {
    name: 'shape',
    verdict: '422 request.invalid',
    spoil: ({ fields }) => Object.assign(fields, { locale: 1 }),
  },
  {
    name: 'URL',
    verdict: '422 webhook_url.refused',
    spoil: ({ headers }) => Object.assign(headers, { 'x-webhook-url': 'https://10.0.0.1/' }),
  },
  {
    name: 'replay',
    verdict: '422 idempotency.key_reused',
    spoil: ({ headers }) => Object.assign(headers, KEYED),
  },
  { name: 'limits', verdict: '429 limit.client' },
  { name: 'duplicate', verdict: '202 duplicate' },
];

function rewrite(draft: Draft, change: (json: string) => string): void {
  const { text } = draft;
  draft.text = (json) => change(text(json));
}

/** Says before what the request needs to find: its key, a full window, its own words. */
async function prepare({ ask }: PartnerDoor, wrongs: Wrong[]): Promise<void> {
  const has = (name: string): boolean => wrongs.some((wrong) => wrong.name === name);
  const before = has('replay') ? 1 : 0;
  const after = has('duplicate') ? 1 : 0;
  if (before) await ask({ headers: KEYED, body: aBody({ content: 'other words' }) });
  const filling = has('limits') ? 10 - before - after : 0;
  for (let n = 0; n < filling; n++) await ask({ body: aBody({ content: `${n}` }) });
  if (after) await ask({ body: aBody({ content: WORDS }) });
}

async function judge(door: PartnerDoor, wrongs: Wrong[]): Promise<string> {
  const draft: Draft = { headers: {}, fields: aBody({ content: WORDS }), text: (json) => json };
  for (const { spoil } of wrongs) spoil?.(draft);
  const body = draft.text(JSON.stringify(draft.fields));
  const response = await door.ask({ headers: draft.headers, body });
  const { code, status } = JSON.parse(response.body);
  return `${response.statusCode} ${code ?? status}`;
}

const PAIRS = WRONGS.flatMap((one, at) => WRONGS.slice(at + 1).map((other) => ({ one, other })));

it.each(WRONGS)('$name by itself is $verdict', async (wrong) => {
  const door = await openDoor();
  await prepare(door, [wrong]);
  expect(await judge(door, [wrong])).toBe(wrong.verdict);
});

it.each(PAIRS)('$one.name is judged before $other.name, and nothing is spent', async ({ one, other }) => {
  const door = await openDoor();
  await prepare(door, [one, other]);
  const head = JSON.stringify(await door.desk.head().catch(() => undefined));
  door.changes.splice(0);
  door.desk.inbound.take();
  expect(await judge(door, [one, other])).toBe(one.verdict);
  expect(JSON.stringify(await door.desk.head().catch(() => undefined))).toBe(head);
  // Whether a key was used before is asked by trying to take it.
  expect(door.changes).toEqual(one.name === 'replay' ? ['claim'] : []);
  expect(door.desk.inbound.sent).toEqual([]);
});

it('all of it wrong at once is a matter of the key', async () => {
  const door = await openDoor();
  await prepare(door, WRONGS);
  expect(await judge(door, WRONGS)).toBe('401 auth.invalid');
});
