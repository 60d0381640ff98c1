import type { Query } from '../../api/client.ts';

export const KINDS = ['messages', 'conversations', 'clients'] as const;
export type Kind = (typeof KINDS)[number];

/** What is looked for; an empty word means that it does not matter. It stands in the address. */
export interface Criteria {
  kind: Kind;
  q: string;
  client: string;
  partner: string;
  scenario: string;
  /** Percent. */
  least: string;
  most: string;
  /** Days as `<input type="date">` writes them. */
  from: string;
  to: string;
}

export const NOTHING: Criteria = {
  kind: 'messages',
  q: '',
  client: '',
  partner: '',
  scenario: '',
  least: '',
  most: '',
  from: '',
  to: '',
};
const WORDS = ['q', 'client', 'partner', 'scenario', 'least', 'most', 'from', 'to'] as const;

export function criteriaIn(search: URLSearchParams): Criteria {
  const kind = KINDS.find((one) => one === search.get('kind')) ?? 'messages';
  const words = Object.fromEntries(WORDS.map((name) => [name, search.get(name) ?? '']));
  return { ...NOTHING, ...words, kind };
}

export function searchOf(criteria: Criteria): string {
  const given = WORDS.filter((name) => criteria[name] !== '').map((name) => [name, criteria[name]]);
  const kind = criteria.kind === 'messages' ? [] : [['kind', criteria.kind]];
  return new URLSearchParams([...kind, ...given]).toString();
}

/** Whether there is something to look for. Messages are found without words, too, by what else is said of them. */
export function isAsked(criteria: Criteria): boolean {
  if (criteria.kind !== 'messages') return criteria.q !== '';
  return WORDS.some((name) => criteria[name] !== '');
}

/** As the API is asked. Days are those of this browser, the last one to its end. */
export function queryOf({ kind, q, client, partner, scenario, least, most, from, to }: Criteria): Query {
  if (kind === 'conversations') return { q };
  if (kind === 'clients') return { q, partner };
  return {
    q,
    client,
    partner,
    scenario,
    min_confidence: share(least),
    max_confidence: share(most),
    from: from && new Date(`${from}T00:00:00`).toISOString(),
    to: to && new Date(`${to}T23:59:59.999`).toISOString(),
  };
}

function share(percent: string): string {
  const value = Number(percent);
  return percent === '' || Number.isNaN(value) ? '' : String(Math.min(100, Math.max(0, value)) / 100);
}
