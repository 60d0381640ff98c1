import { useQuery } from '@tanstack/react-query';
import type { TimelinePageBody } from '../../../shared/contracts/inbox-responses.ts';
import type { FoundClientsPage } from '../../../shared/contracts/search-responses.ts';
import { read } from '../api/client.ts';

const LOOK_EVERY_MS = 1500;

/** The conversation of a customer, as soon as there is one. */
export function useConversationOf(partner: string, client: string): string | undefined {
  const { data } = useQuery({
    queryKey: ['sandbox', 'conversation', partner, client],
    queryFn: async ({ signal }) => {
      const page = await read<FoundClientsPage>('/api/search/clients', { q: client, partner }, signal);
      return page.items.find(({ client_id }) => client_id === client)?.conversation_id ?? null;
    },
    refetchInterval: ({ state }) => (state.data == null ? LOOK_EVERY_MS : false),
  });
  return data ?? undefined;
}

/** What is kept of it, newest first; frames say when to read again. */
export function useNewest(conversation: string | undefined): TimelinePageBody | undefined {
  const { data } = useQuery({
    queryKey: ['timeline', conversation ?? '', 'sandbox'],
    queryFn: ({ signal }) =>
      read<TimelinePageBody>(`/api/conversations/${conversation}/messages`, { limit: 30 }, signal),
    enabled: conversation !== undefined,
  });
  return data;
}
