import { isDeepStrictEqual } from 'node:util';
import type { Head } from '../../../domain/conversation.ts';
import type { HeadIncident } from '../../../domain/incident-report.ts';
import type { Written } from '../../../ports.ts';
import { ConversationDeeds } from './deeds.ts';

/** What is noted of the channel, and of an incident. */
export class ConversationNotes extends ConversationDeeds {
  async noteIncident(seen: Head, incident: HeadIncident): Promise<Written> {
    return this.change(seen.id, ({ epoch, tenure, incident: before }) =>
      epoch === seen.epoch && tenure === seen.tenure && isDeepStrictEqual(before, seen.incident)
        ? { incident }
        : undefined,
    );
  }

  async closeChannel(seen: Head, at: number): Promise<void> {
    await this.change(seen.id, (head) =>
      head.epoch === seen.epoch ? { channel: { ...head.channel, closed_at: at } } : undefined,
    );
  }

  async noteStanding(conversationId: string, closed_at: number | undefined, stood: string): Promise<void> {
    await this.change(conversationId, ({ channel }) =>
      channel.stood === undefined || channel.stood < stood
        ? { channel: { ...channel, closed_at, stood } }
        : undefined,
    );
  }

  async moveChat(conversationId: string, chatId: string): Promise<void> {
    await this.change(conversationId, (head) => ({ channel: { ...head.channel, chat_id: chatId } }));
  }
}
