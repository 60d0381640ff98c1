import type { Head } from '../../shared/domain/conversation.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import type { Conversations } from '../../shared/ports.ts';
import type { Kit } from '../world/kit.ts';
import type { Mutant } from './mutant.ts';

const MINUTE = 60_000;

/** Ways to follow up wrongly. */
export const FOLLOW_UP_MUTANTS = {
  'no-epoch': {
    ports: (kit, fn) => (fn === 'deliver' ? changing(kit, { head: withoutEpochs(kit) }) : kit),
  },
  'forget-owed': {
    ports: (kit, fn) => (fn === 'operate' ? changing(kit, { handBack: forgetfully(kit) }) : kit),
  },
  'early-reminder': {
    ports: (kit) =>
      governed(kit, ({ follow_ups, ...rest }) => ({
        ...rest,
        follow_ups: { ...follow_ups, reminders_s: follow_ups.reminders_s.map((it) => it - 60) },
      })),
  },
  'late-reminder': {
    ports: (kit) => ({
      ...kit,
      wakeUps: { arm: (conversation, at) => kit.wakeUps.arm(conversation, at + 10 * MINUTE) },
    }),
  },
  'night-reminder': {
    ports: (kit) => governed(kit, (policy) => ({ ...policy, quiet_hours: { from: '00:00', to: '00:00' } })),
  },
  'no-farewell': {
    ports: (kit) => governed(kit, ({ scenarios, ...rest }) => ({ ...rest, scenarios: closing(scenarios) })),
  },
} satisfies Record<string, Mutant>;

/** The table with other methods in place of its own. */
function changing(kit: Kit, methods: Partial<Conversations>): Kit {
  const conversations = new Proxy(kit.conversations, {
    get: (table, name) => Reflect.get(methods, name) ?? Reflect.get(table, name),
  });
  return { ...kit, conversations };
}

/** Whatever waits is of the epoch that stands. */
function withoutEpochs({ conversations }: Kit): Conversations['head'] {
  return async (id) => {
    const head = await conversations.head(id);
    return head && { ...head, outbox: ofThisEpoch(head) };
  };
}

function ofThisEpoch({ outbox, epoch }: Head): Head['outbox'] {
  const entries = Object.entries(outbox).map(([id, entry]) => {
    return [id, entry.epoch === undefined ? entry : { ...entry, epoch }] as const;
  });
  return Object.fromEntries(entries);
}

/** A hand-back brings back nothing that was left to the operator. */
function forgetfully({ conversations }: Kit): Conversations['handBack'] {
  return async (seen, next) => {
    const written = await conversations.handBack(seen, next);
    const head = await conversations.head(seen.id);
    if (written === 'written' && head && seen.owed.length > 0)
      await conversations.dropPending(head, seen.owed);
    return written;
  };
}

/** The desk goes by another policy. */
function governed(kit: Kit, change: (policy: Policy) => Policy): Kit {
  const current = async () => {
    const handbook = await kit.handbooks.current();
    return { ...handbook, policy: change(handbook.policy) };
  };
  return { ...kit, handbooks: { current } };
}

/** Nothing but the close follows any reply. */
function closing(scenarios: Policy['scenarios']): Policy['scenarios'] {
  const changed = Object.entries(scenarios).map(([name, scenario]) => [
    name,
    { ...scenario, then: 'closes' },
  ]);
  return Object.fromEntries(changed) as Policy['scenarios'];
}
