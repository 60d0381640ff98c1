import { describe, expect, it } from 'vitest';
import { anEntry, NOW, putText } from '../builders.ts';
import { freshConversation, headOf, type Stores } from './conversations.ts';

const CLAIM = { id: 'mine', until: NOW + 20_000 };
const SPOKE = NOW + 30_000;

/** What every store must do for a conversation that is a chat. */
export function describeChats(make: () => Stores): void {
  const channel = { bot: 'demo', chat_id: '42', platform: 'telegram' };

  async function aChat(stores: Stores) {
    const conversation = freshConversation();
    const { id, at, admission } = conversation;
    await stores.admit(undefined, admission(0, { channel: { ...channel, closed_at: undefined } }));
    const text = at(1, 9);
    await putText(stores, id, text, anEntry());
    await stores.claim(await headOf(stores, id), text, CLAIM);
    return { ...conversation, text };
  }

  const channelOf = async (stores: Stores, id: string) => (await headOf(stores, id)).channel;

  it('is closed by a send that was refused, unless the client has written since', async () => {
    const stores = make();
    const { id, admission } = await aChat(stores);
    expect(await channelOf(stores, id)).toEqual(channel);
    const seen = await headOf(stores, id);
    await stores.closeChannel(seen, NOW + 5);
    expect(await channelOf(stores, id)).toEqual({ ...channel, closed_at: NOW + 5 });
    const closed = await headOf(stores, id);
    await stores.admit(closed, admission(1, { channel: { ...closed.channel, closed_at: undefined } }));
    expect(await channelOf(stores, id)).toEqual(channel);
    await stores.closeChannel(seen, NOW + 6);
    expect(await channelOf(stores, id)).toEqual(channel);
  });

  it('stands as the client said last, however often and late it comes', async () => {
    const stores = make();
    const { id } = await aChat(stores);
    await stores.noteStanding(id, NOW + 5, '2');
    expect(await channelOf(stores, id)).toEqual({ ...channel, closed_at: NOW + 5, stood: '2' });
    await stores.noteStanding(id, undefined, '3');
    expect(await channelOf(stores, id)).toEqual({ ...channel, stood: '3' });
    for (const late of ['1', '2', '3']) await stores.noteStanding(id, NOW + 9, late);
    expect(await channelOf(stores, id)).toEqual({ ...channel, stood: '3' });
  });

  it('gets a new id', async () => {
    const stores = make();
    const { id } = await aChat(stores);
    await stores.moveChat(id, '-1001');
    expect((await headOf(stores, id)).channel).toEqual({ ...channel, chat_id: '-1001' });
  });

  it('that there is none of is neither closed nor moved', async () => {
    const stores = make();
    const { id } = freshConversation();
    await stores.noteStanding(id, NOW, '1');
    await stores.moveChat(id, '1');
    expect(await stores.head(id)).toBeUndefined();
  });

  describe('remembers when it was spoken in', () => {
    it('by a text that arrived', async () => {
      const stores = make();
      const { id, text } = await aChat(stores);
      const head = await stores.settle(id, text, CLAIM.id, { spoke_at: SPOKE });
      expect(head).toMatchObject({ spoke_at: SPOKE, outbox: {} });
    });

    it('by a part of one, which is not sent again', async () => {
      const stores = make();
      const { id, text } = await aChat(stores);
      const parked = { due: NOW + 9, attempts: 1, uncounted: 1, first_attempt_at: NOW };
      await stores.park(id, text, CLAIM.id, { ...parked, parts_sent: 2, spoke_at: SPOKE });
      const head = await headOf(stores, id);
      expect(head.spoke_at).toBe(SPOKE);
      expect(head.outbox[text]).toEqual(anEntry({ ...parked, parts_sent: 2 }));
    });

    it('by one of which nobody knows', async () => {
      const stores = make();
      const { id, text } = await aChat(stores);
      const dead = {
        conversation_id: id,
        partner: 'demo',
        client_id: '42',
        text_id: text,
        died_at: NOW + 7,
        rule: 'telegram.unknown.crash',
        attempts: 1,
        unknown: true as const,
      };
      expect(await stores.bury(dead, CLAIM.id, SPOKE)).toBe('written');
      expect(await headOf(stores, id)).toMatchObject({ spoke_at: SPOKE, outbox: {} });
    });
  });

  it('knows whether more of an album may come', async () => {
    const stores = make();
    const { id, admission } = await aChat(stores);
    await stores.admit(await headOf(stores, id), admission(1, { album: true }));
    expect((await headOf(stores, id)).last).toMatchObject({ album: true });
    await stores.admit(await headOf(stores, id), admission(2));
    expect((await headOf(stores, id)).last).not.toHaveProperty('album');
  });
}
