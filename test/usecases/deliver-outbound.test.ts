import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OutboxEntry } from '../../shared/domain/conversation.ts';
import type { Attempt } from '../../shared/domain/delivery-record.ts';
import { freshEndpoint } from '../../shared/domain/endpoint.ts';
import { LADDER } from '../../shared/domain/ladder.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import type { Outbox } from '../../shared/ports.ts';
import { acceptMessage } from '../../shared/usecases/accept-message.ts';
import { type DeliverPorts, deliverOutbound } from '../../shared/usecases/deliver-outbound.ts';
import {
  anAttempt,
  anEntry,
  anId,
  aTurn,
  CLIENT,
  CONVERSATION,
  HOUR,
  MINUTE,
  NOW,
  PARTNER,
  putText,
  SECOND,
} from '../builders.ts';
import { aDesk, Crash, crashing, type Desk, fatal, HOOK, incoming, SIGNAL, status } from './desk.ts';

const FIRST = anId(NOW + 1, 1);
const SECOND_TEXT = anId(NOW + 2, 2);

/** A conversation with a webhook, and these texts on its head. */
async function withTexts(...entries: Partial<OutboxEntry>[]): Promise<Desk> {
  const desk = aDesk();
  await acceptMessage(desk.accept, incoming({ channel: { webhook_url: HOOK, platform: 'crm' } }));
  desk.inbound.take();
  for (const [at, entry] of entries.entries())
    await put(desk, [FIRST, SECOND_TEXT][at] ?? '', { sequence: at + 1, ...entry });
  return desk;
}

async function put(desk: Desk, id: string, entry: Partial<OutboxEntry>): Promise<void> {
  await desk.conversations.draft(aTurn({ id, sequence: entry.sequence ?? 1 }));
  await putText(desk.conversations, CONVERSATION, id, anEntry(entry));
}

const run = (desk: Desk, ports: Partial<DeliverPorts> = {}) =>
  deliverOutbound({ ...desk.deliver, ...ports }, SIGNAL, 'slow');
const attemptsOf = (desk: Desk, id = FIRST) => desk.conversations.attempts(CONVERSATION, id);
const waiting = async (desk: Desk) => Object.keys((await desk.head()).outbox);

async function outcomeOf(desk: Desk, id = FIRST): Promise<string | undefined> {
  const items = await desk.conversations.history(CONVERSATION, { limit: 50, decisionsOnly: true });
  return items.flatMap((item) => (item.kind === 'text' && item.text.id === id ? [item.outcome] : []))[0];
}

const leftBehind = (over: Partial<Attempt> = {}): Attempt =>
  anAttempt({ text_id: FIRST, claim_id: 'crashed', result: status(200), ...over });

describe('a text that is due', () => {
  it('is sent to the webhook of its conversation, once, and leaves the head', async () => {
    const desk = await withTexts({});
    await run(desk);
    expect(desk.sender.sent).toMatchObject([
      {
        partner: PARTNER,
        client_id: CLIENT,
        channel: { webhook_url: HOOK, platform: 'crm' },
        text: { id: FIRST },
      },
    ]);
    expect(await waiting(desk)).toEqual([]);
    expect(await outcomeOf(desk)).toBe('delivered');
    expect(await attemptsOf(desk)).toMatchObject([
      { number: 1, due_at: NOW, started_at: NOW, rule: 'http.2xx', outcome: 'delivered' },
    ]);
    await run(desk);
    expect(desk.sender.sent).toHaveLength(1);
    expect([...desk.outbound.sent, ...desk.deadLetters.sent]).toEqual([]);
  });

  it('goes where the client is now, not where it was when the text was decided', async () => {
    const desk = await withTexts({});
    await acceptMessage(
      desk.accept,
      incoming({ text: 'moved', channel: { webhook_url: 'https://new.example.com/' } }),
    );
    await run(desk);
    expect(desk.sender.sent[0]?.channel.webhook_url).toBe('https://new.example.com/');
  });

  it('is kept to be fetched where there is no webhook', async () => {
    const desk = aDesk();
    await acceptMessage(desk.accept, incoming({ channel: {} }));
    await put(desk, FIRST, {});
    await run(desk);
    expect(desk.sender.sent).toEqual([]);
    expect(await waiting(desk)).toEqual([]);
    expect(await outcomeOf(desk)).toBe('stored');
  });

  it('whose row is gone is dead and in sight, and holds up nobody', async () => {
    const desk = await withTexts();
    await putText(desk.conversations, CONVERSATION, FIRST, anEntry());
    await put(desk, SECOND_TEXT, { sequence: 2 });
    await run(desk);
    expect(desk.conversations.dead).toMatchObject([{ text_id: FIRST, rule: 'text.missing' }]);
    expect(desk.sender.ids()).toEqual([SECOND_TEXT]);
  });
});

describe('order', () => {
  it('is kept: the second text follows the first at once', async () => {
    const desk = await withTexts({}, {});
    await run(desk);
    expect(desk.sender.ids()).toEqual([FIRST, SECOND_TEXT]);
  });

  it('is kept while the first is retried: the second waits although it is due', async () => {
    const desk = await withTexts({}, {});
    desk.sender.next.push(status(503));
    await run(desk);
    expect(desk.sender.ids()).toEqual([FIRST]);
    desk.clock.advance(5 * SECOND);
    await run(desk);
    expect(desk.sender.ids()).toEqual([FIRST, FIRST, SECOND_TEXT]);
  });

  it('goes on behind a text that is dead', async () => {
    const desk = await withTexts({}, {});
    desk.sender.next.push(fatal);
    await run(desk);
    expect(desk.sender.ids()).toEqual([FIRST, SECOND_TEXT]);
    expect(await waiting(desk)).toEqual([]);
  });

  it('does not hold for a replay: it neither waits nor is waited for', async () => {
    const desk = await withTexts({ due: NOW + HOUR, sequence: 2 }, { sequence: 1, replay_after: 10 });
    await run(desk);
    expect(desk.sender.ids()).toEqual([SECOND_TEXT]);
    expect(await attemptsOf(desk, SECOND_TEXT)).toMatchObject([{ number: 11 }]);
    expect(await waiting(desk)).toEqual([FIRST]);
  });
});

describe('a text that is not due', () => {
  it.each([
    [1, 1],
    [SECOND, 1],
    [SECOND + 1, 2],
    [MINUTE, 60],
  ])('in %i ms is brought back by the lane in %i s', async (later, delayS) => {
    const desk = await withTexts({ due: NOW + later });
    await run(desk);
    expect(desk.outbound.sent).toEqual([{ signal: SIGNAL, delayS }]);
    expect(desk.alarm.armed).toEqual([]);
    expect(desk.sender.sent).toEqual([]);
  });

  it('for more than a minute is brought back by an alarm named by text and time, at a whole second', async () => {
    const desk = await withTexts({ due: NOW + MINUTE + 1 });
    await run(desk);
    await run(desk);
    const at = NOW + MINUTE + SECOND;
    expect(desk.alarm.armed).toEqual([{ name: `${FIRST}-${at / 1000}`, at, signal: SIGNAL }]);
    expect(desk.alarm.armed[0]?.name).toMatch(/^[\w.-]{1,64}$/);
    expect(desk.outbound.sent).toEqual([]);
  });

  it('does not take the wall clock of its last wait along into this one', async () => {
    const desk = await withTexts({ due: NOW + 9 * SECOND });
    await deliverOutbound(desk.deliver, { ...SIGNAL, clock: 'wall', hops: 2 });
    expect(desk.outbound.sent).toEqual([{ signal: { ...SIGNAL, hops: 2 }, delayS: 9 }]);
  });
});

describe('a failed attempt', () => {
  it('climbs the whole ladder: ten tries, and then the text is dead, in sight and told of', async () => {
    const desk = await withTexts({});
    desk.sender.next.push(...Array.from({ length: 20 }, () => status(503)));
    const waits: number[] = [];
    for (let tries = 0; tries < 30 && (await waiting(desk)).length > 0; tries++) {
      await run(desk);
      const due = (await desk.head()).outbox[FIRST]?.due;
      if (due === undefined) break;
      waits.push(due - desk.clock.business());
      desk.clock.advance(due - desk.clock.business());
    }
    expect(waits).toEqual(LADDER);
    expect(desk.sender.ids()).toHaveLength(10);
    expect(desk.slow.sent.map(({ delayS }) => delayS)).toEqual([5]);
    expect(desk.outbound.sent).toEqual([]);
    expect(desk.alarm.armed).toHaveLength(8);
    expect(desk.conversations.dead).toEqual([
      {
        conversation_id: CONVERSATION,
        partner: PARTNER,
        client_id: CLIENT,
        text_id: FIRST,
        died_at: desk.clock.business(),
        rule: 'http.5xx.exhausted',
        attempts: 10,
        endpoint_id: freshEndpoint(PARTNER, HOOK).id,
      },
    ]);
    expect(desk.deadLetters.sent).toEqual([{ signal: { ...SIGNAL, text_id: FIRST }, delayS: 0 }]);
    expect(await outcomeOf(desk)).toBe('dead');
    expect((await attemptsOf(desk)).map(({ number, outcome }) => [number, outcome])).toEqual([
      ...Array.from({ length: 9 }, (_, n) => [n + 1, 'retry']),
      [10, 'dead'],
    ]);
  });

  it('waits for as long as the receiver asked, if that is longer', async () => {
    const desk = await withTexts({});
    desk.sender.next.push(status(429, '600'));
    await run(desk);
    expect((await desk.head()).outbox[FIRST]).toMatchObject({ due: NOW + 600 * SECOND, attempts: 1 });
  });

  it('of a refusal is tried three times within the hour, counted from the first', async () => {
    const desk = await withTexts({});
    desk.sender.next.push(status(404), status(404), status(404));
    for (const wait of [0, 5 * SECOND, 5 * MINUTE]) {
      desk.clock.advance(wait);
      await run(desk);
    }
    expect(desk.sender.sent).toHaveLength(3);
    expect(desk.conversations.dead).toMatchObject([{ rule: 'http.4xx.exhausted', attempts: 3 }]);
  });

  it('of a replay has a new ladder, and its numbers go on', async () => {
    const desk = await withTexts({ replay_after: 10 });
    desk.sender.next.push(status(503));
    await run(desk);
    expect((await desk.head()).outbox[FIRST]).toMatchObject({ due: NOW + 5 * SECOND, attempts: 1 });
    desk.clock.advance(5 * SECOND);
    await run(desk);
    expect((await attemptsOf(desk)).map(({ number }) => number)).toEqual([11, 12]);
  });

  it('by our own fault leaves the claim to run out, and is no attempt of the receiver', async () => {
    const desk = await withTexts({});
    desk.sender.next.push(new Error('no secret'));
    await expect(run(desk)).rejects.toThrow('no secret');
    desk.clock.advance(LIMITS.claimWall);
    await run(desk);
    expect(desk.sender.ids()).toEqual([FIRST, FIRST]);
    expect(await attemptsOf(desk)).toMatchObject([{ number: 1, outcome: 'delivered' }]);
  });
});

describe('a live claim', () => {
  it('is left alone, and the signal comes again in two seconds of wall time', async () => {
    const desk = await withTexts({});
    desk.sender.meanwhile = () => run(desk);
    await run(desk);
    expect(desk.sender.sent).toHaveLength(1);
    expect(desk.slow.sent).toEqual([{ signal: { ...SIGNAL, clock: 'wall' }, delayS: 2 }]);
  });

  it('does not run out by business time, however fast that runs', async () => {
    const desk = await withTexts({ claim: { id: 'other', until: 0 } });
    const { wall } = desk.clock;
    await desk.conversations.settle(CONVERSATION, FIRST, 'other');
    await put(desk, FIRST, { claim: { id: 'other', until: wall() + 1 } });
    desk.clock.advanceBusiness(30 * 24 * HOUR);
    await run(desk);
    expect(desk.sender.sent).toEqual([]);
    expect(await waiting(desk)).toEqual([FIRST]);
  });

  it('does not hold up the replay of another text for longer than two seconds', async () => {
    const desk = await withTexts({}, { sequence: 1, replay_after: 3, due: NOW - 1 });
    desk.sender.meanwhile = () => run(desk);
    await run(desk);
    await run(desk);
    expect(desk.sender.ids().toSorted()).toEqual([FIRST, SECOND_TEXT]);
  });
});

describe('a claim that ran out', () => {
  const crashed = { id: 'crashed', until: 0 };

  it('without an attempt: the text is sent again under the same id and number', async () => {
    const desk = await withTexts({ claim: crashed });
    await run(desk);
    expect(desk.sender.ids()).toEqual([FIRST]);
    expect(await attemptsOf(desk)).toMatchObject([{ number: 1, outcome: 'delivered' }]);
  });

  it.each([
    ['delivered', {}, []],
    ['retry', { rule: 'http.5xx', next_at: NOW + MINUTE }, [FIRST]],
    ['dead', { rule: 'http.410' }, []],
    ['stored', { rule: 'channel.none' }, []],
  ] as const)(
    'with an attempt "%s": that decides, and nothing is sent again',
    async (outcome, over, left) => {
      const desk = await withTexts({ claim: crashed });
      await desk.conversations.putAttempt(leftBehind({ outcome, ...over }));
      await run(desk);
      expect(desk.sender.sent).toEqual([]);
      expect(await waiting(desk)).toEqual(left);
      expect(desk.conversations.dead).toHaveLength(outcome === 'dead' ? 1 : 0);
      if (outcome === 'retry') {
        const entry = (await desk.head()).outbox[FIRST];
        expect(entry).toMatchObject({ due: NOW + MINUTE, attempts: 1, first_attempt_at: NOW });
        expect(entry?.claim).toBeUndefined();
      }
    },
  );

  it('with an attempt of an earlier claim: that one decided then, and not now', async () => {
    const desk = await withTexts({ claim: crashed, attempts: 1 });
    await desk.conversations.putAttempt(
      leftBehind({ claim_id: 'earlier', outcome: 'retry', rule: 'http.5xx' }),
    );
    await run(desk);
    expect(desk.sender.ids()).toEqual([FIRST]);
    expect((await attemptsOf(desk)).map(({ number }) => number)).toEqual([1, 2]);
  });

  it('whose text was taken over since: what was delivered stays delivered, and is not called cancelled', async () => {
    const desk = await withTexts({ claim: crashed, tenure: 0 });
    await desk.conversations.putAttempt(leftBehind());
    await run(desk);
    expect(await outcomeOf(desk)).toBe('delivered');
    expect(desk.sender.sent).toEqual([]);
    expect(await waiting(desk)).toEqual([]);
  });

  it('whose process wakes up late after all changes nothing that was decided since', async () => {
    const desk = await withTexts({});
    desk.sender.next.push(status(410), status(200));
    desk.sender.meanwhile = async () => {
      desk.clock.advance(LIMITS.claimWall);
      await run(desk);
    };
    // The second one takes its answer first.
    desk.sender.next.reverse();
    await run(desk);
    expect(desk.sender.ids()).toEqual([FIRST, FIRST]);
    expect(await outcomeOf(desk)).toBe('delivered');
    expect(await attemptsOf(desk)).toMatchObject([{ number: 1, outcome: 'delivered' }]);
    expect(desk.conversations.dead).toEqual([]);
    expect(desk.deadLetters.sent).toEqual([]);
  });
});

describe('a text that may not be said any more', () => {
  it.each([
    ['another tenure', { tenure: 0 }, 'cancelled.tenure'],
    ['another tenure, parked far away', { tenure: 0, due: NOW + HOUR, attempts: 3 }, 'cancelled.tenure'],
    ['an earlier epoch', { source: 'reminder', epoch: 0 }, 'cancelled.epoch'],
    [
      'a crashed attempt that left nothing',
      { tenure: 0, claim: { id: 'crashed', until: 0 } },
      'cancelled.tenure',
    ],
  ] as [string, Partial<OutboxEntry>, string][])(
    'for %s is cancelled in sight, and nothing is sent',
    async (_, entry, rule) => {
      const desk = await withTexts(entry);
      await run(desk);
      expect(desk.sender.sent).toEqual([]);
      expect(await waiting(desk)).toEqual([]);
      expect((await attemptsOf(desk)).at(-1)).toMatchObject({ outcome: 'cancelled', rule });
      expect(await outcomeOf(desk)).toBe('cancelled');
      expect(desk.conversations.dead).toEqual([]);
    },
  );

  it('makes room for the next one at once', async () => {
    const desk = await withTexts({ tenure: 0, due: NOW + HOUR }, {});
    await run(desk);
    expect(desk.sender.ids()).toEqual([SECOND_TEXT]);
  });

  it('is cancelled between two attempts, and not in the middle of one', async () => {
    const desk = await withTexts({ tenure: 0, claim: { id: 'alive', until: Number.MAX_SAFE_INTEGER } });
    await run(desk);
    expect(await waiting(desk)).toEqual([FIRST]);
    expect(await attemptsOf(desk)).toEqual([]);
  });
});

describe('one invocation', () => {
  it('begins no attempt after two seconds, and signals for the rest at once', async () => {
    const desk = await withTexts({}, {});
    desk.sender.meanwhile = async () => desk.clock.advanceWall(LIMITS.deliverSpanWall);
    await run(desk);
    expect(desk.sender.ids()).toEqual([FIRST]);
    expect(desk.slow.sent).toEqual([{ signal: { ...SIGNAL, hops: 1 }, delayS: 0 }]);
  });

  it('of a chain that goes in circles says so', async () => {
    const desk = await withTexts({}, {});
    desk.sender.meanwhile = async () => desk.clock.advanceWall(LIMITS.deliverSpanWall);
    await deliverOutbound(desk.deliver, { ...SIGNAL, hops: LIMITS.signalHops });
    expect(desk.journal.of('signal.circles')).toEqual([
      { conversation_id: CONVERSATION, hops: LIMITS.signalHops + 1 },
    ]);
  });

  it('tells of every attempt, and no word of the text', async () => {
    const desk = await withTexts({}, { tenure: 0 });
    await run(desk);
    expect(desk.journal.of('delivery.attempt')).toMatchObject([
      { message_id: FIRST, outcome: 'delivered', rule: 'http.2xx' },
      { message_id: SECOND_TEXT, outcome: 'cancelled' },
    ]);
    expect(JSON.stringify(desk.journal.lines)).not.toContain('Обновите');
    expect(JSON.stringify(desk.journal.lines)).not.toContain(CLIENT);
  });

  it('finds nothing to do in a conversation that does not exist', async () => {
    const desk = aDesk();
    await run(desk);
    expect(desk.outbound.sent).toEqual([]);
  });
});

describe('whatever happens', () => {
  /** Lets signals and time bring everything back until nothing waits any more. */
  async function drain(desk: Desk): Promise<void> {
    for (let n = 0; n < 60 && (await waiting(desk)).length > 0; n++) {
      desk.clock.advance(LIMITS.claimWall);
      await run(desk);
    }
    expect(await waiting(desk)).toEqual([]);
  }

  it('three consumers side by side send every text once and in order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const desk = await withTexts({}, {});
        const slow = <Port extends object>(port: Port, name: string): Port =>
          new Proxy(port, {
            get(target, method) {
              const member: unknown = Reflect.get(target, method);
              if (typeof member !== 'function') return member;
              return async (...input: unknown[]) => {
                await scheduler.schedule(Promise.resolve(), `${name}.${String(method)}`);
                return Reflect.apply(member, target, input);
              };
            },
          });
        const ports = {
          conversations: slow(desk.conversations, 'conversations'),
          outbox: slow<Outbox>(desk.conversations, 'outbox'),
          sender: slow(desk.sender, 'sender'),
        };
        await scheduler.waitFor(Promise.all([run(desk, ports), run(desk, ports), run(desk, ports)]));
        if ((await waiting(desk)).length > 0) expect(desk.outbound.sent.length).toBeGreaterThan(0);
        await drain(desk);
        expect(desk.sender.ids()).toEqual([FIRST, SECOND_TEXT]);
      }),
      { numRuns: 60 },
    );
  });

  const crash = fc.record({
    k: fc.integer({ min: 1, max: 8 }),
    when: fc.constantFrom('before' as const, 'after' as const),
  });

  it('crashes at any steps end in a delivery, each repeat under the same id and never after its success was written', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(crash, { maxLength: 6 }),
        fc.array(fc.constantFrom(200, 503), { maxLength: 3 }),
        async (crashes, answers) => {
          const desk = await withTexts({}, {});
          desk.sender.next.push(...answers.map((code) => status(code)));
          let died = 0;
          for (const { k, when } of crashes) {
            const dying = crashing(desk.deliver, k, when);
            await deliverOutbound(dying.ports, SIGNAL).catch((error: unknown) => {
              if (!(error instanceof Crash)) throw error;
              died += 1;
            });
            desk.clock.advance(LIMITS.claimWall);
          }
          for (let n = 0; n < 20; n++) {
            desk.clock.advance(HOUR);
            await run(desk);
          }
          expect(await waiting(desk)).toEqual([]);
          expect([await outcomeOf(desk), await outcomeOf(desk, SECOND_TEXT)]).toEqual([
            'delivered',
            'delivered',
          ]);
          const sent = desk.sender.ids();
          const failures = answers.filter((code) => code !== 200).length;
          expect(sent.length).toBeLessThanOrEqual(2 + failures + died);
          expect(new Set(sent)).toEqual(new Set([FIRST, SECOND_TEXT]));
          // Order: once the second was sent, the first never is again.
          expect(sent.lastIndexOf(FIRST)).toBeLessThan(sent.indexOf(SECOND_TEXT));
        },
      ),
      { numRuns: 150 },
    );
  });
});
