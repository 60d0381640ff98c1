import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { ConversationBody, ConversationItem } from '../../../../shared/contracts/inbox-responses.ts';
import { change } from '../../api/client.ts';
import { useMe } from '../../session/use-session.ts';
import { takeIn } from './lists.ts';

/** Notes that one has read what the client wrote, up to what is shown. If that fails it stays unread, which is no harm. */
export function useMarkRead(): (seen: Pick<ConversationItem, 'id' | 'unread' | 'version'>) => Promise<void> {
  const queries = useQueryClient();
  const { id: me } = useMe();
  return useCallback(
    async ({ id, unread, version }) => {
      if (unread === 0) return;
      const path = `/api/conversations/${id}/read`;
      const next = await change<ConversationBody>('POST', path, { seen_version: version }).catch(
        () => undefined,
      );
      if (next) takeIn(queries, next, me);
    },
    [queries, me],
  );
}
