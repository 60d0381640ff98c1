import type { Head } from '../domain/conversation.ts';
import type { Handbook } from '../domain/handbook.ts';
import { conversationId } from '../domain/ids.ts';
import { LIMITS } from '../domain/limits.ts';
import { isChanged, type Retold, retell } from '../domain/retell.ts';
import type { ArmedWakeUps, Conversations } from '../ports.ts';
import { type ArmedPosition, walkArmed } from './walk-armed.ts';

/** Nothing of this writes. */
export interface DryRunPorts {
  conversations: Pick<Conversations, 'head' | 'profile' | 'history'>;
  armedWakeUps: ArmedWakeUps;
}

/** Whose conversations are gone through. */
export interface DryRunOf {
  partner?: string | undefined;
  /** Only this client of that partner. */
  client_id?: string | undefined;
  /** Wake-ups that are looked at. */
  limit: number;
  after?: ArmedPosition | undefined;
}

/** What is in force, and what is tried in its place. */
export interface TriedHandbooks {
  inForce: Handbook;
  changed: Handbook;
}

export interface DryRunResult {
  conversations: number;
  /** Turns that were decided anew, and how many of them otherwise. */
  turns: number;
  changed: number;
  /** How many turns hand over for which reason; `none`: for none. */
  reasons: Record<string, { before: number; after: number }>;
  /** The first of the changed ones. */
  items: DryRunItem[];
  next: ArmedPosition | undefined;
}

export type DryRunItem = Retold & { conversation_id: string; partner: string; client_id: string };

/** What would have been decided otherwise by a changed handbook, over conversations as they are stored. */
export async function dryRun(
  ports: DryRunPorts,
  handbooks: TriedHandbooks,
  whose: DryRunOf,
): Promise<DryRunResult> {
  const { heads, next } = await conversationsOf(ports, whose);
  const retold: DryRunItem[] = [];
  // One after the other: an admin's question must not take the table from those who serve clients.
  for (const head of heads) retold.push(...(await retellOne(ports, head, handbooks)));
  const changed = retold.filter(isChanged);
  return {
    conversations: heads.length,
    turns: retold.length,
    changed: changed.length,
    reasons: reasonsOf(retold),
    items: changed.slice(0, LIMITS.dryRunItems),
    next,
  };
}

async function conversationsOf(
  ports: DryRunPorts,
  { partner, client_id, limit, after }: DryRunOf,
): Promise<{ heads: Head[]; next: ArmedPosition | undefined }> {
  if (partner === undefined || client_id === undefined) return walkArmed(ports, { partner, limit, after });
  const head = await ports.conversations.head(conversationId(partner, client_id));
  return { heads: head ? [head] : [], next: undefined };
}

async function retellOne(
  { conversations }: DryRunPorts,
  head: Head,
  { inForce, changed }: TriedHandbooks,
): Promise<DryRunItem[]> {
  const { id, partner, client_id } = head;
  const [profile = {}, items] = await Promise.all([
    conversations.profile(id),
    conversations.history(id, { limit: LIMITS.dryRunRows, broughtBack: true }),
  ]);
  const retold = retell({ head, items, profile }, inForce, changed);
  return retold.map((turn) => ({ conversation_id: id, partner, client_id, ...turn }));
}

function reasonsOf(retold: readonly Retold[]): DryRunResult['reasons'] {
  const names = retold.map(({ before, after }) => [before.reason ?? 'none', after.reason ?? 'none'] as const);
  const count = (side: 0 | 1, name: string) => names.filter((both) => both[side] === name).length;
  return Object.fromEntries(
    [...new Set(names.flat())].map((name) => [name, { before: count(0, name), after: count(1, name) }]),
  );
}
