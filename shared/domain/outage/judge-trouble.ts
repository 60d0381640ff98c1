import { LIMITS } from '../limits.ts';
import type { Policy, Sensitivity } from '../policy.ts';
import type { Suspicion } from './suspicion.ts';
import {
  ACCESS_KINDS,
  groupsOf,
  type TroubleGroup,
  type TroubleKind,
  type TroubleRead,
  type TroubleReport,
} from './trouble.ts';
import { type Rates, ratesIn, type UsualTrouble, usualAt } from './usual.ts';

/** How many times likelier far more trouble than usual has to be than the usual, as a logarithm. */
const EVIDENCE: Record<Sensitivity, number> = { low: 12, normal: 9, high: 7 };
/** What breaks is noticed by many at once: the end of the window is looked at by itself, too. */
const MINUTE = 60_000;
const SPANS = [2 * MINUTE, 4 * MINUTE, 7 * MINUTE, LIMITS.troubleWindow];
/** With so many reporters, and so many times what the desk usually sees of trouble, there is nothing to weigh any more. */
const PLAIN_REPORTERS = 8;
const PLAIN_TIMES = 3;
/** Fewer than so many times the usual is a busy hour. */
const FAR_ABOVE = 2;
/** Nobody knows that nothing ever breaks. */
const LEAST_USUAL = 0.05;
/** What the hour before saw is believed up to so many times what such an hour usually sees, or so much. */
const RECENT_TIMES = 3;
const RECENT_FIRST = 2;
/** All access troubles together name the trouble if they have so many times the reporters of any one kind. */
const TOGETHER = 1.25;

/** Reports of the window and of the time before it, and what is known of the desk. */
export interface TroubleSeen extends TroubleRead {
  usual: UsualTrouble | undefined;
  /** The end of the window. */
  to: number;
  /** What is reported now. */
  kinds: readonly TroubleKind[];
  policy: Pick<Policy['outages'], 'reporters' | 'sensitivity'>;
}

interface Counted {
  group: TroubleGroup;
  reports: TroubleReport[];
  reporters: number;
  usual: number;
}

/**
 * Do far more clients report this than this hour usually sees? A likelihood ratio (Poisson) of the window's distinct
 * clients against the usual, for each kind reported and for all access troubles together; never for fewer than six.
 */
export function judgeTrouble(seen: TroubleSeen): Omit<Suspicion, 'at'> | undefined {
  const from = seen.to - LIMITS.troubleWindow;
  const window = seen.reports.filter(({ at }) => at > from && at <= seen.to);
  const recent = recentRates(seen, from);
  const counts = groupsOf(seen.kinds)
    .filter((group) => group !== 'all')
    .map((group) => counted(group, window, usualOf(seen, recent, group)));
  const [worst, other] = counts.filter((count) => isFarAbove(count, seen)).sort(mostTelling);
  if (!worst) return undefined;
  return suspicionOf(other && worst.reporters < TOGETHER * other.reporters ? other : worst);
}

/** All access troubles first: they have at least the reporters of each kind. */
function mostTelling(one: Counted, other: Counted): number {
  return Number(other.group === 'access') - Number(one.group === 'access') || other.reporters - one.reporters;
}

function isFarAbove({ reports, reporters, usual }: Counted, seen: TroubleSeen): boolean {
  const { usual: learned, to, policy } = seen;
  const least = Math.max(policy.reporters, LIMITS.troubleReporters);
  if (reporters < Math.max(least, FAR_ABOVE * usual)) return false;
  const desk = learned ? usualAt(learned, to, 'all') : 0;
  const plain = Math.max(PLAIN_REPORTERS, Math.ceil(PLAIN_TIMES * desk)) + usual;
  if (policy.sensitivity !== 'low' && reporters >= plain) return true;
  return SPANS.some((span) => {
    const clients = clientsIn(reports.filter(({ at }) => at > to - span));
    const expected = (usual * span) / LIMITS.troubleWindow;
    return clients >= least && evidence(clients, expected) >= EVIDENCE[policy.sensitivity];
  });
}

/** How many times likelier, as a logarithm, so many clients are where it is them that is usual (Poisson). */
function evidence(clients: number, usual: number): number {
  return clients * Math.log(clients / usual) - (clients - usual);
}

function clientsIn(reports: readonly TroubleReport[]): number {
  return new Set(reports.map((one) => one.conversation_id)).size;
}

function counted(group: TroubleGroup, window: readonly TroubleReport[], usual: number): Counted {
  const reports = window.filter(({ kinds }) => groupsOf(kinds).includes(group));
  return { group, reports, usual, reporters: clientsIn(reports) };
}

/** By habit, or by the hour before where that was livelier: on a day like no other the desk has a new usual. */
function usualOf({ usual, to }: TroubleSeen, recent: Rates, group: TroubleGroup): number {
  const habit = usual ? usualAt(usual, to, group) : 0;
  const believed = Math.min(recent[group] ?? 0, Math.max(RECENT_FIRST, RECENT_TIMES * habit));
  return Math.max(LEAST_USUAL, habit, believed);
}

function recentRates({ reports, unread, to }: TroubleSeen, end: number): Rates {
  const from = to - LIMITS.troubleLookBack;
  const read = Math.max(from, unread ?? from);
  const windows = (end - read) / LIMITS.troubleWindow;
  const before = reports.filter(({ at }) => at > read && at <= end);
  return windows < 1 ? {} : ratesIn(before, read, windows);
}

function suspicionOf({ group, reports, reporters, usual }: Counted): Omit<Suspicion, 'at'> {
  const newest = reports.toSorted((a, b) => b.at - a.at);
  const conversations = [...new Set(newest.map((one) => one.conversation_id))];
  const access = ACCESS_KINDS.toSorted((a, b) => clientsOf(newest, b) - clientsOf(newest, a));
  return {
    kind: group === 'access' ? (access[0] ?? 'platform') : (group as TroubleKind),
    scope: group === 'access' ? 'access' : 'kind',
    reporters,
    usual: Math.round(usual * 100) / 100,
    since: newest.at(-1)?.at ?? 0,
    channels: [...new Set(newest.map(({ channel }) => channel))].sort(),
    conversations: conversations.slice(0, LIMITS.suspicionConversations),
  };
}

function clientsOf(reports: readonly TroubleReport[], kind: TroubleKind): number {
  return clientsIn(reports.filter(({ kinds }) => kinds[0] === kind));
}
