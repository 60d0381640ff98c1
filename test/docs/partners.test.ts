import { describe, expect, it } from 'vitest';
import { PARTNER_ROUTES } from '../../functions/ingest/routes.ts';
import { DEADLINES } from '../../shared/adapters/http/guarded-client.ts';
import { FAULT_STATUS } from '../../shared/contracts/fault-status.ts';
import { replyWebhook } from '../../shared/contracts/webhook.ts';
import { LADDER } from '../../shared/domain/ladder.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { DEFAULT_RATES } from '../../shared/domain/rate-limit.ts';
import { aTurn, CLIENT, DAY, HOUR, MINUTE, SECOND } from '../builders.ts';
import { DOCUMENT, operationOf } from '../contracts/documented.ts';
import { blocksOf } from './guide.ts';
import { pageAt, quotedIn, rowsBelow } from './pages.ts';

const PAGE = pageAt('docs/partners.md');
const forPartners = rowsBelow(PAGE, 'What partners get');
const forPeople = rowsBelow(PAGE, 'What people of the desk get');

/** Codes that the API describes for the paths of partners. */
function described(): string[] {
  const refusals = PARTNER_ROUTES.flatMap(({ method, path }) =>
    Object.entries(operationOf(method, path)?.responses ?? {}).flatMap(([status, { description }]) =>
      Number(status) >= 400 ? quotedIn(description) : [],
    ),
  );
  return [...new Set(refusals)].filter((code) => code !== 'auth.password_change_required');
}

describe('the errors in docs/partners.md', () => {
  it('are all there are, each once and with its status', () => {
    const rows = [...forPartners, ...forPeople].flatMap(([codes = '', status]) =>
      quotedIn(codes).map((code) => [code, Number(status)]),
    );
    expect(rows).toHaveLength(Object.keys(FAULT_STATUS).length);
    expect(Object.fromEntries(rows)).toEqual(FAULT_STATUS);
  });

  it('tell partners of those that their paths answer, and of unknown paths', () => {
    const told = forPartners.flatMap(([code = '']) => quotedIn(code));
    expect(told.toSorted()).toEqual([...described(), 'route.unknown', 'method.not_allowed'].toSorted());
  });
});

it('docs/partners.md tells of every route of partners', () => {
  const named = rowsBelow(PAGE, 'What you can ask').flatMap(([call = '']) => quotedIn(call));
  expect(named.toSorted()).toEqual(PARTNER_ROUTES.map(({ method, path }) => `${method} ${path}`).toSorted());
});

it('docs/partners.md shows answers, refusals and webhooks with the fields that they have', async () => {
  const shown = (await blocksOf('partners.md')).flatMap(({ language, code }) =>
    language === 'json' ? [Object.keys(JSON.parse(code))] : [],
  );
  const { AcceptedBody, ProblemBody } = DOCUMENT.components.schemas;
  const webhook = Object.keys(replyWebhook(CLIENT, aTurn()));
  const { current: _current, ...problem } = ProblemBody?.properties ?? {};
  const accepted = Object.keys(AcceptedBody?.properties ?? {}).filter((name) => !name.startsWith('original'));
  expect(shown.map((fields) => fields.toSorted())).toEqual([
    accepted.toSorted(),
    Object.keys(problem).toSorted(),
    webhook.toSorted(),
  ]);
});

it.each([
  ['10 a minute | 429 `limit.client`', DEFAULT_RATES.client, { most: 10, span: MINUTE }],
  ['100 a second (each instance', DEFAULT_RATES.key, { most: 100, span: SECOND }],
  ['10 a minute | 429 `limit.ping`', DEFAULT_RATES.ping, { most: 10, span: MINUTE }],
  [
    '60 a minute, 1,000 an hour',
    DEFAULT_RATES.address,
    [
      { most: 60, span: MINUTE },
      { most: 1000, span: HOUR },
    ],
  ],
  ['wait for an answer | 100 |', LIMITS.pendingMessages, 100],
  ['256 KiB', LIMITS.bodyBytes, 256 * 1024],
  ['5,000 characters', LIMITS.contentCharacters, 5000],
  ['255 of `A-Z', LIMITS.clientIdCharacters, 255],
  ['attachments | 10, each', LIMITS.attachments, 10],
  ['within 5 seconds are one message', LIMITS.duplicateWindow, 5 * SECOND],
  ['holds for 7 days', LIMITS.idempotencyKept, 7 * DAY],
  ['25 seconds at most', LIMITS.waitSeconds, 25],
  ['needs 2 to 6 seconds', [LIMITS.burstQuiet, LIMITS.burstLongest], [2 * SECOND, 6 * SECOND]],
  ['2xx within 15 seconds', DEADLINES.totalMs, 15 * SECOND],
  ['ten times over three days', LADDER.length + 1, 10],
  ['held, 30 days at most', LIMITS.heldMost, 30 * DAY],
  ['50 at a time (`limit`, up to 200)', [LIMITS.historyPage, LIMITS.historyPageMost], [50, 200]],
  ['kept for 400 days', LIMITS.messagesKept, 400 * DAY],
])('docs/partners.md says “%s”, which is so', (words, is, said) => {
  expect(PAGE).toContain(words);
  expect(is).toEqual(said);
});
