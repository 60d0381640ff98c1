import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { ConversationBody, ConversationItem } from '../../../../shared/contracts/inbox-responses.ts';
import type { Frame } from '../../../../shared/contracts/screen-frames.ts';
import { read } from '../../api/client.ts';
import { isProblem } from '../../api/problem.ts';
import { onFrame } from '../../realtime/live.ts';
import { soon } from '../../realtime/soon.ts';
import { useMe } from '../../session/use-session.ts';
import { lastKnown, takeIn, takeOutOfLists } from './lists.ts';

/**
 * Keeps the lists true: a frame says that a conversation has changed, so that one is read, and takes its place in the lists. The
 * lists themselves are read again only when the line opens, or the desk says so.
 */
export function useLiveInbox(
  changed: (now: ConversationBody, before: ConversationItem | undefined) => void,
): void {
  const queries = useQueryClient();
  const { id: me } = useMe();
  const reread = useMemo(
    () =>
      soon((id) => {
        read<ConversationBody>(`/api/conversations/${id}`).then(
          (conversation) => {
            const before = lastKnown(queries, id);
            takeIn(queries, conversation, me);
            changed(conversation, before);
          },
          (error: unknown) => {
            if (isProblem(error) && error.status === 404) takeOutOfLists(queries, id);
          },
        );
      }),
    [queries, me, changed],
  );
  useEffect(() => onFrame((frame) => saysChanged(frame) && reread(frame.conversation_id ?? '')), [reread]);
}

function saysChanged({ type, conversation_id }: Frame): boolean {
  return conversation_id !== null && type !== 'typing' && type !== 'delivery.updated';
}
