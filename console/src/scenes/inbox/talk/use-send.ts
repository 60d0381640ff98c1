import { useQueryClient } from '@tanstack/react-query';
import type {
  ConversationBody,
  RepliedBody,
  TimelineNote,
} from '../../../../../shared/contracts/inbox-responses.ts';
import { change } from '../../../api/client.ts';
import { isProblem } from '../../../api/problem.ts';
import { useMe } from '../../../session/use-session.ts';
import { now } from '../../../twin/business-clock.ts';
import { takeIn } from '../lists.ts';
import { changeUnsent, putUnsent, type Unsent } from './outbox.ts';

/** Says something to the client, or notes something: it stands in the conversation at once, and says itself if it failed. */
export function useSend(conversation: ConversationBody) {
  const queries = useQueryClient();
  const me = useMe();
  const { id } = conversation;

  async function deliver(unsent: Unsent, seen: number | undefined): Promise<void> {
    const { key, kind, text } = unsent;
    putUnsent(id, { ...unsent, state: 'sending' });
    try {
      const messageId = kind === 'note' ? await note(key, text) : await reply(key, text, seen);
      changeUnsent(id, key, { state: 'sent', messageId });
    } catch (error) {
      changeUnsent(
        id,
        key,
        isStale(error) ? { state: 'stale', news: newsIn(error) } : { state: 'failed', error },
      );
    }
    void queries.invalidateQueries({ queryKey: ['timeline', id] });
    void queries.invalidateQueries({ queryKey: ['conversation', id] });
  }

  async function reply(key: string, text: string, seen_version: number | undefined): Promise<string> {
    const path = `/api/conversations/${id}/reply`;
    const replied = await change<RepliedBody>('POST', path, { text, seen_version }, key);
    takeIn(queries, replied.conversation, me.id);
    return replied.message_id;
  }

  async function note(key: string, text: string): Promise<string> {
    return (await change<TimelineNote>('POST', `/api/conversations/${id}/note`, { text }, key)).id;
  }

  return {
    /** @param seen the version that was on the screen */
    send: (kind: Unsent['kind'], text: string, seen: number) =>
      deliver({ key: crypto.randomUUID(), kind, text, state: 'sending', at: now() }, seen),
    /** The same once more; what may have been done is not done twice. */
    again: (unsent: Unsent) => deliver(unsent, conversation.version),
    /** In spite of what came since. */
    anyway: (unsent: Unsent) => deliver(unsent, undefined),
  };
}

function isStale(error: unknown): boolean {
  return isProblem(error, 'conversation.stale');
}

/** What the client has written since, as the refusal tells it. */
function newsIn(error: unknown): string[] {
  const current = isProblem(error)
    ? (error.body['current'] as { unanswered?: { text?: string }[] } | undefined)
    : undefined;
  return (current?.unanswered ?? []).flatMap(({ text }) => (text ? [text] : []));
}
