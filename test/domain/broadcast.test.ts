import { describe, expect, it } from 'vitest';
import {
  advanced,
  type Broadcast,
  barrier,
  begun,
  isMeant,
  paused,
  resumed,
  withdrawn,
} from '../../shared/domain/broadcast.ts';
import { newsOf } from '../../shared/domain/projection.ts';
import { aHead, HOUR, MINUTE, NOW } from '../builders.ts';
import { aPlan } from '../usecases/telling.ts';

const fresh = begun(aPlan());
const running: Broadcast = { ...fresh, state: 'running', phase: 'running', step: 4 };
const over = { cursor: undefined, next_at: NOW };
const more = { cursor: 'behind', next_at: NOW };

describe('a step that is kept', () => {
  it.each<[name: string, seen: Broadcast, done: typeof over | typeof more, state: Broadcast['state']]>([
    ['of counting goes on', fresh, more, 'counting'],
    ['that ends counting begins to tell', fresh, over, 'running'],
    ['that ends counting leaves a pause a pause', paused(fresh), over, 'paused'],
    ['of telling goes on', running, more, 'running'],
    ['that ends telling is the end', running, over, 'done'],
    ['that ends telling ends a pause, too', paused(running), over, 'done'],
    ['leaves what was cancelled cancelled', withdrawn(running, NOW), more, 'cancelled'],
  ])('%s', (_, seen, done, state) => {
    const next = advanced(seen, { ...done, found: 2, verdicts: ['told', 'opted_out'] }, NOW + 1);
    expect(next).toMatchObject({ state, step: seen.step + 1, step_at: NOW + 1, cursor: done.cursor });
    expect(next.counts).toMatchObject({ found: 2, told: 1, skipped: { opted_out: 1 } });
  });

  it('of counting that ends in a pause is gone on with by telling', () => {
    expect(resumed(advanced(paused(fresh), over, NOW), NOW).state).toBe('running');
  });
});

it('a cancelling of what is done takes back what did not leave, and is no other end', () => {
  const done = advanced(running, over, NOW);
  expect(withdrawn(done, NOW + MINUTE)).toEqual({ ...done, withdrawn_at: NOW + MINUTE });
});

describe('a client', () => {
  const hook = { webhook_url: 'https://crm.example.com/hook' };
  it.each([
    ['with a webhook is told', aHead({ channel: hook }), undefined, undefined, undefined],
    ['who wants none is not', aHead({ channel: hook }), { notices: false }, undefined, 'opted_out'],
    ['who wants them again is', aHead({ channel: hook }), { notices: true }, undefined, undefined],
    ['without a webhook is not', aHead(), undefined, undefined, 'no_address'],
    ['who was erased is not', undefined, undefined, undefined, 'no_address'],
    ['of a disabled endpoint is not', aHead({ channel: hook }), undefined, 'disabled', 'channel_closed'],
    ['of an endpoint that is open is', aHead({ channel: hook }), undefined, 'open', undefined],
    [
      'who has blocked the bot is not',
      aHead({ channel: { bot: 'school', chat_id: '1', closed_at: NOW } }),
      undefined,
      undefined,
      'channel_closed',
    ],
  ] as const)('%s', (_, head, profile, endpoint, reason) => {
    expect(barrier(head, profile, endpoint)).toBe(reason);
  });

  it.each([
    ['just now', NOW, 'all', true],
    ['a day ago to the moment', NOW - 24 * HOUR, ['partner:demo'], true],
    ['longer ago', NOW - 24 * HOUR - 1, 'all', false],
    ['on another channel', NOW, ['bot:demo'], false],
  ] as const)('who wrote %s', (_, at, channels, meant) => {
    const head = aHead({ last: { id: 'msg', at, digest: '' } });
    expect(isMeant(head, { kind: 'active', hours: 24, channels }, NOW)).toBe(meant);
  });
});

it('screens are told how a broadcast stands at last, without its words', () => {
  const after = { ...running, counts: { ...running.counts, told: 7 } };
  const [frame, ...others] = newsOf(
    [
      { kind: 'broadcast', after: running },
      { kind: 'broadcast', after },
    ],
    NOW,
  );
  expect(others).toEqual([]);
  expect(frame).toMatchObject({
    type: 'incident.updated',
    data: { broadcast: { id: running.id, state: 'running', progress: { told: 7 } } },
  });
  expect(JSON.stringify(frame)).not.toContain(running.texts.ru);
});
