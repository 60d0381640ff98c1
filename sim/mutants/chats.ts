import { type Head, judgeClaim, type OutboxEntry } from '../../shared/domain/conversation.ts';
import type { Kit } from '../world/kit.ts';
import type { Mutant } from './mutant.ts';

/** Ways to deal wrongly with chats. */
export const CHAT_MUTANTS = {
  'blind-repeat': { ports: (kit, fn) => (fn === 'deliver' ? forgettingClaims(kit) : kit) },
  'no-update-key': {
    ports: (kit, fn) =>
      fn === 'telegram' ? { ...kit, requests: changed(kit.requests, { claim: async () => undefined }) } : kit,
  },
} satisfies Record<string, Mutant>;

/** A chat's text whose claim ran out looks as if nobody had ever tried to send it. */
function forgettingClaims({ conversations, outbox, clock, ...rest }: Kit): Kit {
  const forget = (head: Head, [id, entry]: [string, OutboxEntry]): [string, OutboxEntry] => {
    const { claim: _claim, ...free } = entry;
    const isHeld = judgeClaim(head, id, clock.business(), clock.wall()) === 'claimed';
    return [id, isHeld || head.channel.bot === undefined ? entry : free];
  };
  const seen: Kit['conversations']['head'] = async (id) => {
    const head = await conversations.head(id);
    return (
      head && {
        ...head,
        outbox: Object.fromEntries(Object.entries(head.outbox).map((it) => forget(head, it))),
      }
    );
  };
  const claim: Kit['outbox']['claim'] = async (head, text, claim) => {
    const now = await conversations.head(head.id);
    const entry = now?.outbox[text];
    const forgotten = now && entry?.claim && forget(now, [text, entry])[1] !== entry;
    const seen = forgotten ? { ...head, outbox: { ...head.outbox, [text]: entry } } : head;
    return outbox.claim(seen, text, claim);
  };
  return {
    ...rest,
    clock,
    conversations: changed(conversations, { head: seen }),
    outbox: changed(outbox, { claim }),
  };
}

/** The port with other methods in place of its own. */
function changed<Port extends object>(port: Port, methods: Partial<Port>): Port {
  return new Proxy(port, { get: (real, name) => Reflect.get(methods, name) ?? Reflect.get(real, name) });
}
