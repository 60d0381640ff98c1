import type { Head } from '../../../domain/conversation.ts';
import type { Message, Profile } from '../../../domain/message.ts';
import type { AdmittedMessage, Written } from '../../../ports.ts';
import { lastOf, newHead } from '../../new-head.ts';
import { keys } from '../access-patterns.ts';
import { clientRow } from '../client-store.ts';
import { asEntry, messageRow, toProfile } from '../rows.ts';
import type { Row, Update } from '../table.ts';
import { ConversationHead, placed } from './head.ts';

/** What clients write, from the door to the burst. */
export class ConversationIntake extends ConversationHead {
  admit(seen: Head | undefined, entry: AdmittedMessage): Promise<Written> {
    return seen ? this.#admitAgain(seen, entry) : this.#admitFirst(entry);
  }

  async #admitFirst(entry: AdmittedMessage): Promise<Written> {
    const head = newHead(entry);
    // It comes into the inbox when it is decided where: that is two writes to the index less for each that is escalated.
    const row = { ...keys.head(head.id), ...head, pending: new Set(head.pending), owed: undefined };
    // First, so that no client is without it whatever fails after.
    await this.table.put(clientRow(head));
    return (await this.table.putNew(row)) ? 'conflict' : 'written';
  }

  async #admitAgain(seen: Head, entry: AdmittedMessage): Promise<Written> {
    const status = seen.status === 'closed' ? 'open' : seen.status;
    const last = lastOf(entry);
    const change = {
      update:
        'SET #window = :window, #last = :last, #channel = :channel, #status = :next, heard = version + :one ADD pending :id, version :one, epoch :one',
      condition: '#window = :seen AND #status = :status',
      names: { '#window': 'window', '#last': 'last', '#channel': 'channel', '#status': 'status' },
      values: {
        ':window': entry.window,
        ':last': last,
        ':channel': entry.channel,
        ':next': status,
        ':id': new Set([entry.id]),
        ':one': 1,
        ':seen': seen.window,
        ':status': seen.status,
      },
    };
    // What an operator has is decided; anything else moves when the bot has decided.
    if (seen.handler === 'bot') return this.update(seen.id, change);
    const underTenure = {
      ...change,
      condition: `${change.condition} AND tenure = :tenure`,
      values: { ...change.values, ':tenure': seen.tenure },
    };
    return this.update(seen.id, placed(underTenure, { ...seen, status, last }));
  }

  async enlist(seen: Head): Promise<void> {
    const change: Update = {
      update: '',
      condition: 'tenure = :tenure AND #status = :status',
      names: { '#status': 'status' },
      values: { ':tenure': seen.tenure, ':status': seen.status },
    };
    await this.update(seen.id, placed(change, seen));
  }

  async putMessage(message: Message): Promise<'written' | 'known' | 'forgotten'> {
    const there = await this.table.putNew(messageRow(message));
    if (!there) return 'written';
    return asEntry(there).kind === 'forgotten' ? 'forgotten' : 'known';
  }

  async restore(message: Message): Promise<Written> {
    const seen = (await this.head(message.conversation_id))?.status ?? 'open';
    const status = seen === 'closed' ? 'open' : seen;
    // The epoch tells whoever is about to take the id off, and does not see that it came anew.
    const change: Update = {
      update: 'SET #status = :next, heard = version + :one ADD pending :id, version :one, epoch :one',
      condition: 'attribute_exists(pk) AND #status = :status',
      names: { '#status': 'status' },
      values: { ':id': new Set([message.id]), ':one': 1, ':status': seen, ':next': status },
    };
    const restored = await this.table.both(
      { put: messageRow(message), condition: 'kind = :forgotten', values: { ':forgotten': 'forgotten' } },
      { key: keys.head(message.conversation_id), ...change },
    );
    return restored ? 'written' : 'conflict';
  }

  async messages(conversationId: string, ids: readonly string[]): Promise<Message[]> {
    return toMessages(await this.table.getMany(ids.map((id) => keys.entry(conversationId, id))));
  }

  async burst(
    conversationId: string,
    ids: readonly string[],
  ): Promise<{ messages: Message[]; profile: Profile }> {
    const profileKey = keys.profile(conversationId);
    const rows = await this.table.getMany([profileKey, ...ids.map((id) => keys.entry(conversationId, id))]);
    const told = rows.find((row) => row['sk'] === profileKey.sk);
    return { messages: toMessages(rows.filter((row) => row !== told)), profile: told ? toProfile(told) : {} };
  }
}

function toMessages(rows: readonly Row[]): Message[] {
  const messages = rows.map(asEntry).flatMap((row) => (row.kind === 'message' ? [row.message] : []));
  return messages.sort((a, b) => (a.id < b.id ? -1 : 1));
}
