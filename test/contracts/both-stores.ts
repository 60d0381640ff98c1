import type { Conversations, Outbox } from '../../shared/ports.ts';
import type { Stores } from './conversations.ts';

/** Both stores behind one door, as the memory store has them. */
export function bothStores(conversations: Conversations, outbox: Outbox): Stores {
  const both: object[] = [conversations, outbox];
  return new Proxy({} as Stores, {
    get(_, name) {
      const store = both.find((one) => name in one);
      const member: unknown = store && Reflect.get(store, name);
      return typeof member === 'function' ? member.bind(store) : member;
    },
  });
}
