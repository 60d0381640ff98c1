import { type InfiniteData, type QueryClient, useInfiniteQuery } from '@tanstack/react-query';
import type {
  ConversationBody,
  ConversationItem,
  ConversationsPage,
} from '../../../../shared/contracts/inbox-responses.ts';
import { read } from '../../api/client.ts';
import { usePollWhileAway } from '../../realtime/use-live.ts';
import { useMe } from '../../session/use-session.ts';
import { caughtUp, type Known } from './catch-up.ts';
import { type Filter, fits } from './filters.ts';
import { inOrder, newestOf } from './order.ts';

/** As many as the API gives at once. */
const PAGE = 33;

/** The list that a filter asks for, page by page, in the order of the inbox. */
export function useConversations(filter: Filter) {
  const { id: me } = useMe();
  return useInfiniteQuery({
    queryKey: ['conversations', filter],
    queryFn: async ({ pageParam, signal, client }) => {
      const asked = Date.now();
      const query = { ...filter, cursor: pageParam, limit: PAGE };
      const { items, next } = await read<ConversationsPage>('/api/conversations', query, signal);
      // What came in meanwhile stands in the first page, where the order finds it.
      const belongs = (item: ConversationItem) => fits(item, filter, me);
      const known = pageParam === undefined ? knownOf(client) : [];
      return { items: caughtUp(items, known, asked, belongs), next };
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    select: together,
    // While no inbox was shown, nobody kept it true.
    refetchOnMount: 'always',
    refetchInterval: usePollWhileAway(),
  });
}

/** One function for all readings, so that nothing is put in order again where nothing has changed. */
function together({ pages }: InfiniteData<ConversationsPage>): ConversationItem[] {
  return inOrder(newestOf(pages.flatMap(({ items }) => items)));
}

function knownOf(queries: QueryClient): Known[] {
  const all = queries.getQueryCache().findAll({ queryKey: ['conversation'] });
  return all.flatMap(({ state }) =>
    state.data ? [{ item: state.data as ConversationBody, at: state.dataUpdatedAt }] : [],
  );
}

/**
 * Takes in how a conversation is now, unless it is known to have changed since: into its own place, and into every list that it
 * belongs to, and out of the others.
 */
export function takeIn(queries: QueryClient, next: ConversationBody, me: string): void {
  const before = queries.getQueryData<ConversationBody>(['conversation', next.id]);
  if (before && before.version > next.version) return;
  queries.setQueryData(['conversation', next.id], next);
  putIntoLists(queries, next, me);
}

/** How a conversation was when something was last heard of it. */
export function lastKnown(queries: QueryClient, id: string): ConversationItem | undefined {
  const lists = queries.getQueriesData<InfiniteData<ConversationsPage>>({ queryKey: ['conversations'] });
  const listed = lists.flatMap(([, data]) => data?.pages.flatMap(({ items }) => items) ?? []);
  const alone = queries.getQueryData<ConversationBody>(['conversation', id]);
  const all = [...listed.filter((item) => item.id === id), ...(alone ? [alone] : [])];
  return newestOf(all)[0];
}

/** Puts a conversation as it is now into every list that it belongs to, and out of the others. */
function putIntoLists(queries: QueryClient, item: ConversationItem, me: string): void {
  for (const [key, data] of queries.getQueriesData<InfiniteData<ConversationsPage>>({
    queryKey: ['conversations'],
  })) {
    const filter = key[1] as Filter;
    if (data) queries.setQueryData(key, withItem(data, item, fits(item, filter, me)));
  }
}

function withItem(
  { pages, pageParams }: InfiniteData<ConversationsPage>,
  item: ConversationItem,
  belongs: boolean,
): InfiniteData<ConversationsPage> {
  const others = pages.map((page) => ({ ...page, items: page.items.filter(({ id }) => id !== item.id) }));
  const [first, ...rest] = others;
  if (!belongs || !first) return { pages: others, pageParams };
  return { pages: [{ ...first, items: [item, ...first.items] }, ...rest], pageParams };
}

/** Takes a conversation out of every list: it was erased, or is none of one's concern any more. */
export function takeOutOfLists(queries: QueryClient, id: string): void {
  queries.setQueriesData<InfiniteData<ConversationsPage>>(
    { queryKey: ['conversations'] },
    (data) =>
      data && {
        ...data,
        pages: data.pages.map((page) => ({ ...page, items: page.items.filter((item) => item.id !== id) })),
      },
  );
}
