import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from 'vitest';
import { itemSize } from '../../../local/item-size.ts';
import { asEntry, attemptRow, deadRow, textRow } from '../../../shared/adapters/dynamo/rows.ts';
import { MAX_BODY_KEPT } from '../../../shared/adapters/http/response-body.ts';
import type { Attempt } from '../../../shared/domain/delivery-record.ts';
import { anId, aTurn, CONVERSATION, NOW } from '../../builders.ts';

const KIB = 1024;
const MARSHALL = { removeUndefinedValues: true };
const LONGEST = 'x'.repeat(64);

/** Everything that an attempt may hold, at its longest. */
const HEAVIEST: Attempt = {
  conversation_id: CONVERSATION,
  text_id: anId(NOW),
  number: Number.MAX_SAFE_INTEGER,
  claim_id: LONGEST,
  claim_until: Number.MAX_SAFE_INTEGER,
  due_at: NOW,
  started_at: NOW,
  finished_at: NOW,
  rule: LONGEST,
  endpoint: { id: LONGEST, verdict: 'failed', not_before: NOW, disable: LONGEST },
  deferral: { endpoint_id: LONGEST, rule: LONGEST, until: NOW, since: NOW, times: NOW },
  result: {
    kind: 'response',
    status: 599,
    retry_after: LONGEST,
    body: 'я'.repeat(MAX_BODY_KEPT / 2),
    address: LONGEST,
    timing: { dns_ms: 1.1, connect_ms: 1.1, tls_ms: 1.1, first_byte_ms: 1.1, total_ms: 15_000.1 },
  },
  outcome: 'retry',
  uncounted: true,
  next_at: NOW,
};

describe('a row about a delivery', () => {
  it('stays far below 64 KiB, whatever the receiver answered', () => {
    const size = itemSize(marshall(attemptRow(HEAVIEST), { removeUndefinedValues: true }));
    expect(size).toBeGreaterThan(MAX_BODY_KEPT);
    expect(size).toBeLessThan(8 * KIB);
  });

  it('of a death takes one write unit', () => {
    const death = {
      conversation_id: CONVERSATION,
      partner: 'p'.repeat(100),
      client_id: 'c'.repeat(255),
      text_id: anId(NOW),
      died_at: NOW,
      rule: LONGEST,
      attempts: 10,
      endpoint_id: LONGEST,
    };
    expect(itemSize(marshall(deadRow(death)))).toBeLessThan(KIB);
  });
});

describe('a row of a text', () => {
  const REPLY =
    'Спасибо, что предупредили об отсутствии 4 декабря. Чтобы занятие не списалось, отмените его, пожалуйста, в личном кабинете: «Расписание» → нужный урок → «Отменить». Если до начала меньше 8 часов, пришлите, пожалуйста, документ, который подтверждает причину, — можно просто фото.';

  it('with a common reply in Russian is one write unit', () => {
    expect(itemSize(marshall(textRow(aTurn({ text: REPLY })), MARSHALL))).toBeLessThanOrEqual(KIB);
  });

  it('is read as it was written, and so is one of an earlier release', () => {
    const turn = aTurn({ text: REPLY });
    const row = unmarshall(marshall(textRow(turn), MARSHALL));
    const { deflated: _, ...rest } = row;
    for (const kept of [row, { ...rest, text: turn }])
      expect(asEntry(kept)).toMatchObject({ kind: 'text', text: JSON.parse(JSON.stringify(turn)) });
  });
});
