import { useQuery } from '@tanstack/react-query';
import type {
  ConversationBody,
  TimelineItemBody,
  TimelinePageBody,
} from '../../../../shared/contracts/inbox-responses.ts';
import { read } from '../../api/client.ts';
import { isTwin, now } from '../../twin/business-clock.ts';

/** As many as one answer holds. */
const PAGE = 100;
/** More sheets than these nobody prints; the export is whole. */
const MOST_PAGES = 20;

interface Printed {
  conversation: ConversationBody;
  /** Newest first. */
  items: TimelineItemBody[];
  /** Whether there is more than these. */
  cut: boolean;
  /** When it was read, by the desk's clock. */
  at: number;
}

/** A conversation as it was when the page was opened: what lies in the printer does not change either. */
export function usePrinted(id: string) {
  return useQuery({
    queryKey: ['printed', id],
    queryFn: ({ signal }) => readPrinted(id, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

async function readPrinted(id: string, signal: AbortSignal): Promise<Printed> {
  const path = `/api/conversations/${id}`;
  const conversation = await read<ConversationBody>(path, {}, signal);
  const items: TimelineItemBody[] = [];
  let cursor: string | null | undefined;
  for (let page = 0; page < MOST_PAGES && cursor !== null; page += 1) {
    const got = await read<TimelinePageBody>(`${path}/messages`, { cursor, limit: PAGE }, signal);
    items.push(...got.items);
    cursor = got.next;
  }
  await isTwin();
  return { conversation, items, cut: cursor !== null, at: now() };
}
