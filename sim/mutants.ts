import type { Head } from '../shared/domain/conversation.ts';
import type { Lane, Outbox, Signal } from '../shared/ports.ts';
import { CHAT_MUTANTS } from './mutants/chats.ts';
import { FOLLOW_UP_MUTANTS } from './mutants/follow-ups.ts';
import type { Mutant } from './mutants/mutant.ts';
import type { Kit } from './world/kit.ts';
import type { FunctionName } from './world/process.ts';

export const MUTANTS = {
  'no-claim': { ports: (kit) => ({ ...kit, outbox: claiming(kit, withoutCondition) }) },
  'no-fence': { ports: (kit) => ({ ...kit, outbox: claiming(kit, withoutFence) }) },
  'signal-first': { ports: signalFirst },
  'ack-early': {
    consume: async (run) => {
      void run();
      return { batchItemFailures: [] };
    },
  },
  ...FOLLOW_UP_MUTANTS,
  ...CHAT_MUTANTS,
} satisfies Record<string, Mutant>;
export type MutantName = keyof typeof MUTANTS;

type Claim = Outbox['claim'];

/** The outbox with another way to claim. */
function claiming(kit: Kit, claim: (kit: Kit) => Claim): Outbox {
  const mutated = claim(kit);
  return new Proxy(kit.outbox, {
    get: (outbox, name) => (name === 'claim' ? mutated : Reflect.get(outbox, name)),
  });
}

/** The claim is written whoever else holds the text. */
function withoutCondition({ conversations, outbox }: Kit): Claim {
  return async (seen, text, claim) => {
    const now = await conversations.head(seen.id);
    const entry = now?.outbox[text];
    if (!now || !entry) return undefined;
    return outbox.claim({ ...seen, outbox: { ...seen.outbox, [text]: entry } }, text, claim);
  };
}

/** The claim stands although somebody else has the conversation by now. */
function withoutFence({ conversations, outbox }: Kit): Claim {
  return async (seen, text, claim) => {
    const claimed = await outbox.claim(seen, text, claim);
    const now = claimed ?? (await conversations.head(seen.id));
    if (claimed || !now || now.tenure === seen.tenure) return claimed;
    return pretend(seen, text, claim);
  };
}

function pretend(seen: Head, text: string, claim: { id: string; until: number }): Head | undefined {
  const entry = seen.outbox[text];
  return entry && { ...seen, outbox: { ...seen.outbox, [text]: { ...entry, claim } } };
}

/** The door and the turn signal what they are about to write, instead of what they have written. */
function signalFirst(kit: Kit, fn: FunctionName): Kit {
  if (fn === 'ingest') return announcing(kit, 'inbound', 'admit', BURST_S);
  return fn === 'classify' ? announcing(kit, 'outbound', 'commitTurn', 0) : kit;
}

const BURST_S = 2;

function announcing(
  kit: Kit,
  lane: 'inbound' | 'outbound',
  write: 'admit' | 'commitTurn',
  delayS: number,
): Kit {
  const announced = new Set<string>();
  const signal = async (conversation_id: string): Promise<void> => {
    announced.add(conversation_id);
    await kit[lane].send({ conversation_id }, delayS);
  };
  const later: Lane = {
    send: async (sent: Signal, delay) => {
      if (!announced.delete(sent.conversation_id)) await kit[lane].send(sent, delay);
    },
  };
  const conversations = new Proxy(kit.conversations, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (name !== write || typeof member !== 'function') return member;
      return async (...input: unknown[]) => {
        await signal(conversationIn(input));
        return Reflect.apply(member, target, input);
      };
    },
  });
  return { ...kit, conversations, [lane]: later };
}

/** `admit(seen, entry)` of a new conversation has it in the entry only. */
function conversationIn([head, entry]: unknown[]): string {
  return (head as Head | undefined)?.id ?? (entry as { conversation_id: string }).conversation_id;
}
