import { type DeadFilter, fitsHeld } from '../domain/dead-filter.ts';
import type { Endpoint, HeldText } from '../domain/endpoint.ts';
import { LIMITS } from '../domain/limits.ts';
import type { Endpoints } from '../ports.ts';

/** Where a walk through the held texts stands: at this endpoint, behind this text of it. */
export interface HeldPosition {
  partner: string;
  id: string;
  /** Without one, the endpoint is done with. */
  text_id?: string | undefined;
}

export interface HeldListing {
  endpoint: Endpoint;
  text: HeldText;
}

export interface HeldAsked {
  filter: DeadFilter;
  limit: number;
  after?: HeldPosition | undefined;
}

type Ports = Pick<Endpoints, 'endpoint' | 'list' | 'held'>;

/** Texts held for disabled endpoints, or for the one that is named: by endpoint, oldest first. */
export async function listHeld(
  endpoints: Ports,
  asked: HeldAsked,
): Promise<{ items: HeldListing[]; next: HeldPosition | undefined }> {
  const items: HeldListing[] = [];
  let looked = 0;
  for await (const endpoint of candidates(endpoints, asked)) {
    const after = endpoint.id === asked.after?.id ? asked.after.text_id : undefined;
    const texts = await endpoints.held(endpoint.id, { limit: LIMITS.deathsPerPage, after });
    for (const text of texts) {
      if (fitsHeld(asked.filter, text)) items.push({ endpoint, text });
      if (items.length === asked.limit) return { items, next: placeOf(endpoint, text) };
    }
    const last = texts.length === LIMITS.deathsPerPage ? texts.at(-1) : undefined;
    if (last) return { items, next: placeOf(endpoint, last) };
    looked += 1;
    if (looked === LIMITS.endpointsPerPage)
      return { items, next: { ...placeOf(endpoint), text_id: undefined } };
  }
  return { items, next: undefined };
}

function placeOf({ partner, id }: Endpoint, text?: HeldText): HeldPosition {
  return { partner, id, text_id: text?.text_id };
}

/** The endpoints that may hold something, from where the page begins. */
async function* candidates(endpoints: Ports, { filter, after }: HeldAsked): AsyncGenerator<Endpoint> {
  if (filter.endpoint !== undefined) {
    const named = await endpoints.endpoint(filter.endpoint);
    if (named && (after?.id !== named.id || after.text_id !== undefined)) yield named;
    return;
  }
  const unfinished = after?.text_id === undefined ? undefined : await endpoints.endpoint(after.id);
  if (unfinished) yield unfinished;
  for (let from: HeldPosition | undefined = after; ; ) {
    const page = await endpoints.list({ limit: LIMITS.listPage, partner: filter.partner, after: from });
    for (const endpoint of page) if (isMeant(filter, endpoint)) yield endpoint;
    from = page.at(-1);
    if (!from) return;
  }
}

function isMeant({ rule }: DeadFilter, { state }: Endpoint): boolean {
  return state.name === 'disabled' && (rule ?? state.rule) === state.rule;
}
