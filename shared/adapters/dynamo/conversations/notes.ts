import type { Head } from '../../../domain/conversation.ts';
import type { HeadIncident } from '../../../domain/incident-report.ts';
import type { Written } from '../../../ports.ts';
import { ConversationDeeds } from './deeds.ts';

/** What is noted of the channel, and of an incident. */
export class ConversationNotes extends ConversationDeeds {
  async noteIncident(seen: Head, incident: HeadIncident): Promise<Written> {
    const { id, epoch, tenure, incident: before } = seen;
    const asSeen = before ? 'incident = :before' : 'attribute_not_exists(incident)';
    return this.update(id, {
      update: 'SET incident = :incident ADD version :one',
      condition: `epoch = :epoch AND tenure = :tenure AND ${asSeen}`,
      names: {},
      values: {
        ':incident': incident,
        ':one': 1,
        ':epoch': epoch,
        ':tenure': tenure,
        ...(before && { ':before': before }),
      },
    });
  }

  async closeChannel({ id, epoch }: Head, at: number): Promise<void> {
    await this.update(id, {
      update: 'SET channel.closed_at = :at ADD version :one',
      condition: 'epoch = :epoch',
      names: {},
      values: { ':one': 1, ':at': at, ':epoch': epoch },
    });
  }

  async noteStanding(conversationId: string, closed_at: number | undefined, stood: string): Promise<void> {
    const change =
      closed_at === undefined
        ? 'SET channel.stood = :stood REMOVE channel.closed_at'
        : 'SET channel.stood = :stood, channel.closed_at = :at';
    await this.update(conversationId, {
      update: `${change} ADD version :one`,
      condition: 'attribute_exists(pk) AND (attribute_not_exists(channel.stood) OR channel.stood < :stood)',
      names: {},
      values: { ':one': 1, ':stood': stood, ...(closed_at !== undefined && { ':at': closed_at }) },
    });
  }

  async moveChat(conversationId: string, chatId: string): Promise<void> {
    await this.update(conversationId, {
      update: 'SET channel.chat_id = :chat ADD version :one',
      condition: 'attribute_exists(pk)',
      names: {},
      values: { ':one': 1, ':chat': chatId },
    });
  }
}
