import { expect, it } from 'vitest';
import { conversationId, firstIdOf, messageId } from '../../shared/domain/ids.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import type { ClientList, ListedClient, SaidByDay } from '../../shared/ports.ts';
import { aFollowUpText, aMessage, anAdmission, anAttempt, anOperatorText, aTurn, DAY } from '../builders.ts';
import { freshConversation, type Stores } from './conversations.ts';

interface Kit {
  stores: Stores;
  said: SaidByDay;
  clientList: ClientList;
}

let days = 0;
/** A day that no other test has said anything on, at noon. */
const freshDay = () => Date.UTC(2031, 0, 1, 12) + DAY * days++;
const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);
const whole = (at: number) => ({ from: firstIdOf(at - DAY), to: firstIdOf(at + DAY) });

/** What every store must tell of what was said, whatever it is made of. */
export function describeSaid(make: () => Kit): void {
  it('lists messages and texts that are no turns on their day, newest first, however they spread', async () => {
    const { stores, said } = make();
    const at = freshDay();
    const { id } = freshConversation();
    const ids = Array.from({ length: 20 }, (_, n) => messageId(at + n, id, new Uint8Array(10).fill(n * 7)));
    for (const [n, one] of ids.entries())
      await stores.putMessage(aMessage({ id: one, conversation_id: id, received_at: at + n }));
    const text = anOperatorText({ id: messageId(at + 50, id, new Uint8Array(10)), conversation_id: id });
    const reminder = aFollowUpText({ id: messageId(at + 60, id, new Uint8Array(10)), conversation_id: id });
    const turn = aTurn({ id: messageId(at + 1, id, new Uint8Array(10).fill(3)), conversation_id: id });
    for (const one of [text, reminder, turn]) await stores.draft(one);

    const expected = [...ids, text.id, reminder.id].toSorted().toReversed();
    expect(await said.onDay(dayOf(at), whole(at))).toEqual({ ids: expected, more: false });
    expect((await said.onDay(dayOf(at + DAY), whole(at))).ids).toEqual([]);
    const [from, to] = [ids[3] ?? '', ids[5] ?? ''];
    expect((await said.onDay(dayOf(at), { from, to })).ids).toEqual(ids.slice(3, 6).toReversed());
    expect((await said.onDay(dayOf(at), { from: to, to: from })).ids).toEqual([]);
  });

  it('lists a long day piece by piece and leaves out nothing', async () => {
    const { stores, said } = make();
    const at = freshDay();
    const { id } = freshConversation();
    // Nearly all in one shard, so that it is read to its end last.
    const ids = Array.from({ length: LIMITS.saidAtOnce * 2 }, (_, n) =>
      messageId(at + n, id, new Uint8Array(10).fill(n % 9 === 0 ? n : 4)),
    );
    await Promise.all(ids.map((one) => stores.putMessage(aMessage({ id: one, conversation_id: id }))));
    const told: string[] = [];
    for (let to = firstIdOf(at + DAY); ; ) {
      const { ids: found, more } = await said.onDay(dayOf(at), { from: firstIdOf(at), to });
      expect(found.length).toBeLessThanOrEqual(LIMITS.saidAtOnce);
      told.push(...found.filter((one) => one !== to));
      if (!more) break;
      to = found.at(-1) ?? '';
    }
    expect(told).toEqual(ids.toReversed());
  });

  it('reads a stretch of a conversation with what stands right behind its end', async () => {
    const { stores, said } = make();
    const at = freshDay();
    const { id } = freshConversation();
    const [first, second, third] = [0, 10, 20].map((n) => messageId(at + n, id, new Uint8Array(10)));
    for (const one of [first, second, third])
      await stores.putMessage(aMessage({ id: one ?? '', conversation_id: id }));
    const turn = aTurn({
      id: messageId(at + 11, id, new Uint8Array(10).fill(9)),
      conversation_id: id,
      answers: [second ?? ''],
    });
    await stores.draft(turn);
    const about = { conversation_id: id, text_id: turn.id };
    await stores.putAttempt(anAttempt({ ...about, number: 1, outcome: 'retry' }));
    await stores.putAttempt(anAttempt({ ...about, number: 2, outcome: 'delivered' }));
    const lost = messageId(at + 5, id, new Uint8Array(10));
    await stores.forget(id, [lost]);

    const found = await said.stretch(id, first ?? '', second ?? '');
    expect(found.messages.map((message) => message.id)).toEqual([first, second]);
    expect(found.texts).toMatchObject([{ text: { id: turn.id }, outcome: 'delivered' }]);
    expect(found.forgotten).toEqual([lost]);
    expect(found.rows).toBe(6);
    const behind = await said.from(id, turn.id);
    expect([behind.rows, behind.messages[0]?.id, behind.texts[0]?.text.id]).toEqual([4, third, turn.id]);
    expect((await said.onDay(dayOf(at), whole(at))).ids).toEqual([third, second, lost, first]);
  });

  it('lists clients by the beginning of their id, each once, piece by piece', async () => {
    const { stores, clientList, said } = make();
    const prefix = `list-${days++}-`;
    const clients: ListedClient[] = ['b', 'a', 'a1', 'c'].flatMap((name) => [
      { client_id: `${prefix}${name}`, partner: 'demo' },
      { client_id: `${prefix}${name}`, partner: 'other' },
    ]);
    for (const client of clients) {
      const conversation_id = conversationId(client.partner, client.client_id);
      const admission = anAdmission({ ...client, conversation_id });
      await stores.admit(undefined, admission);
      expect(await stores.admit(undefined, admission)).toBe('conflict');
    }
    const all = await clientList.starting(prefix, { limit: 20 });
    const names = all.map(({ client_id, partner }) => `${client_id.slice(prefix.length)} ${partner}`);
    expect(names).toEqual([
      'a demo',
      'a other',
      'a1 demo',
      'a1 other',
      'b demo',
      'b other',
      'c demo',
      'c other',
    ]);
    expect(await clientList.starting(`${prefix}a1`, { limit: 20 })).toEqual(all.slice(2, 4));
    const told: ListedClient[] = [];
    for (let after: ListedClient | undefined; ; after = told.at(-1)) {
      const page = await clientList.starting(prefix, { limit: 3, after });
      told.push(...page);
      if (page.length < 3) break;
    }
    expect(told).toEqual(all);
    const heads = await said.heads([conversationId('demo', `${prefix}a`), 'cnv_00000000000000000000']);
    expect(heads.map((head) => head.client_id)).toEqual([`${prefix}a`]);
  });
}
