import { useInfiniteQuery } from '@tanstack/react-query';
import type { ConversationItem } from '../../../../shared/contracts/inbox-responses.ts';
import type { FoundClient, FoundMessage } from '../../../../shared/contracts/search-responses.ts';
import { type Query, read } from '../../api/client.ts';
import { type Criteria, isAsked, type Kind, queryOf } from './criteria.ts';

/** So many are enough to show at once. */
const ENOUGH = 25;
/** So often it is asked on without a word to whoever waits. */
const ROUNDS = 6;

interface Found {
  messages: FoundMessage;
  conversations: ConversationItem;
  clients: FoundClient;
}

interface Page<Item> {
  items: Item[];
  next: string | null;
}

/** Finds page by page. The API's pages may be short, or empty, and lead on: it is asked on until there is enough. */
export function useSearch<K extends Kind>(kind: K, criteria: Criteria) {
  return useInfiniteQuery({
    queryKey: ['search', criteria],
    queryFn: ({ pageParam, signal }) =>
      enough((cursor) => readPage<Found[K]>(kind, { ...queryOf(criteria), cursor }, signal), pageParam),
    enabled: criteria.kind === kind && isAsked(criteria),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    // What was found at some time is not found anew because somebody looks again.
    staleTime: Number.POSITIVE_INFINITY,
  });
}

function readPage<Item>(kind: Kind, query: Query, signal: AbortSignal): Promise<Page<Item>> {
  return read<Page<Item>>(`/api/search/${kind}`, query, signal);
}

/** Pages together, until there is enough, there is no more, or it has taken long. */
export async function enough<Item>(
  page: (cursor: string | undefined) => Promise<Page<Item>>,
  from: string | undefined,
): Promise<Page<Item>> {
  const items: Item[] = [];
  let next: string | null | undefined = from;
  for (let round = 0; round < ROUNDS && items.length < ENOUGH && next !== null; round += 1) {
    const found: Page<Item> = await page(next);
    items.push(...found.items);
    next = found.next;
  }
  return { items, next: next ?? null };
}
