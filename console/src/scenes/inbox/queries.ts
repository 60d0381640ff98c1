import {
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import type {
  CannedPreviewBody,
  CannedRepliesBody,
  ConversationBody,
  TimelinePageBody,
} from '../../../../shared/contracts/inbox-responses.ts';
import type { FeedbackBody, FeedbackPage } from '../../../../shared/contracts/learning-responses.ts';
import type { RemindersPage } from '../../../../shared/contracts/reminder-responses.ts';
import type { SavedViewsBody } from '../../../../shared/contracts/view-responses.ts';
import { change, read } from '../../api/client.ts';
import { usePollWhileAway } from '../../realtime/use-live.ts';

const HISTORY_PAGE = 50;
const FEEDBACK_PAGE = 100;
/** So far back it is looked for: what was said of 2,000 messages. */
const FEEDBACK_PAGES = 20;

export function useConversation(id: string) {
  return useQuery({
    queryKey: ['conversation', id],
    queryFn: ({ signal }) => read<ConversationBody>(`/api/conversations/${id}`, {}, signal),
    // While no inbox was shown, nobody kept it true.
    refetchOnMount: 'always',
    refetchInterval: usePollWhileAway(),
  });
}

/** All that is kept of it, newest first, page by page. */
export function useTimeline(id: string) {
  return useInfiniteQuery({
    queryKey: ['timeline', id],
    queryFn: ({ pageParam, signal }) =>
      read<TimelinePageBody>(
        `/api/conversations/${id}/messages`,
        { cursor: pageParam, limit: HISTORY_PAGE },
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    // While no inbox was shown, nobody kept it true.
    refetchOnMount: 'always',
    refetchInterval: usePollWhileAway(),
  });
}

/** By the version, too: what a conversation needs next changes with it. */
export function useReminders({ id, partner, client_id, version, upcoming }: ConversationBody) {
  return useQuery({
    queryKey: ['reminders', id, version],
    queryFn: ({ signal }) => read<RemindersPage>('/api/reminders', { partner, client_id }, signal),
    enabled: upcoming?.what === 'reminder',
  });
}

export function useViews() {
  return useQuery({
    queryKey: ['views'],
    queryFn: ({ signal }) => read<SavedViewsBody>('/api/views', {}, signal),
  });
}

export function useCannedReplies() {
  return useQuery({
    queryKey: ['canned-replies'],
    queryFn: ({ signal }) => read<CannedRepliesBody>('/api/canned-replies', {}, signal),
  });
}

/** How this client would read a canned reply. */
const cannedPreview = (conversation_id: string, text: string) =>
  queryOptions({
    queryKey: ['canned-preview', conversation_id, text],
    queryFn: () =>
      change<CannedPreviewBody>('POST', '/api/canned-replies/preview', { text, conversation_id }),
  });

export function useCannedPreview(conversation: string, text: string) {
  return useQuery({ ...cannedPreview(conversation, text), placeholderData: keepPreviousData });
}

export function useReadPreview(conversation: string): (text: string) => Promise<CannedPreviewBody> {
  const queries = useQueryClient();
  return (text) => queries.ensureQueryData(cannedPreview(conversation, text));
}

/**
 * What was said of how messages were understood, by the message.
 * @param since the oldest message that is shown: of older ones it is not asked
 */
export function useFeedback(since: string | undefined) {
  return useQuery({
    queryKey: ['feedback', since],
    queryFn: ({ signal }) => feedbackSince(since ?? '', signal),
    enabled: since !== undefined,
    placeholderData: keepPreviousData,
    select: (items) => new Map(items.map((item) => [item.message_id, item])),
  });
}

/** It is listed by the time of the message, as ids sort. */
async function feedbackSince(since: string, signal: AbortSignal): Promise<FeedbackBody[]> {
  const all: FeedbackBody[] = [];
  let cursor: string | null | undefined;
  for (let page = 0; page < FEEDBACK_PAGES && cursor !== null; page += 1) {
    const query = { limit: FEEDBACK_PAGE, cursor };
    const { items, next } = await read<FeedbackPage>('/api/feedback', query, signal);
    all.push(...items);
    cursor = (items.at(-1)?.message_id ?? '') < since ? null : next;
  }
  return all;
}
