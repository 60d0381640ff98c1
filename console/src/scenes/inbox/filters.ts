import type { ConversationItem } from '../../../../shared/contracts/inbox-responses.ts';
import type { SavedViewBody } from '../../../../shared/contracts/view-responses.ts';

/** What of the inbox is shown; an empty word means all. It stands in the address. */
export interface Filter {
  status: '' | ConversationItem['status'];
  /** An operator's id, `me` or `none`. */
  assignee: string;
  priority: '' | NonNullable<ConversationItem['priority']>;
  platform: string;
  unread: '' | 'true' | 'false';
  q: string;
}

export const ALL: Filter = { status: '', assignee: '', priority: '', platform: '', unread: '', q: '' };
const NAMES = Object.keys(ALL) as (keyof Filter)[];

export function filterIn(search: URLSearchParams): Filter {
  const given = NAMES.map((name) => [name, search.get(name) ?? '']);
  return { ...ALL, ...(Object.fromEntries(given) as Partial<Filter>) };
}

/** As it stands in the address: without what does not matter. */
export function searchOf(filter: Filter): string {
  const given = NAMES.filter((name) => filter[name] !== '').map((name) => [name, filter[name]]);
  return new URLSearchParams(given).toString();
}

export function isNarrowed(filter: Filter): boolean {
  return NAMES.some((name) => filter[name] !== '');
}

/** As a saved view keeps it, and back. */
export function savedOf({ unread, ...words }: Filter): SavedViewBody['filter'] {
  const given = Object.entries(words).filter(([, word]) => word !== '');
  return { ...Object.fromEntries(given), ...(unread !== '' && { unread: unread === 'true' }) };
}

export function filterOf({ unread, ...words }: SavedViewBody['filter']): Filter {
  const given = Object.entries(words).filter(([, word]) => word !== undefined);
  const kept = Object.fromEntries(given) as Partial<Filter>;
  return { ...ALL, ...kept, unread: unread === undefined ? '' : unread ? 'true' : 'false' };
}

/** Whether a conversation belongs into the list: as the API would judge, so that a changed one need not be looked for. */
export function fits(item: ConversationItem, filter: Filter, me: string): boolean {
  const { status, assignee, priority, platform, unread, q } = filter;
  const wanted = assignee === 'me' ? me : assignee === 'none' ? null : assignee;
  return (
    (status === '' ? item.status !== 'closed' : item.status === status) &&
    (assignee === '' || item.assignee === wanted) &&
    (priority === '' || item.priority === priority) &&
    (platform === '' || item.platform === platform) &&
    (unread === '' || item.unread > 0 === (unread === 'true')) &&
    (q === '' ||
      textsOf(item).some((text) => text.toLocaleLowerCase('ru').includes(q.toLocaleLowerCase('ru'))))
  );
}

function textsOf({ client_id, client_name, last_message }: ConversationItem): string[] {
  return [client_id, client_name ?? '', last_message?.text ?? ''];
}
