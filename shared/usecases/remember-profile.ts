import { isDeepStrictEqual } from 'node:util';
import type { Profile } from '../domain/message.ts';
import type { Conversations } from '../ports.ts';

/**
 * Keeps what a partner says about a client. What it does not mention stays; a row is written only if something
 * changes, because partners send the same context with every message.
 * @param at when it said so
 * @returns all that is known of the client then
 */
export async function rememberProfile(
  conversations: Pick<Conversations, 'profile' | 'putProfile'>,
  conversation: string,
  told: Profile,
  at: number,
): Promise<Profile> {
  const known = (await conversations.profile(conversation)) ?? {};
  const merged = { ...known, ...told };
  if (!isDeepStrictEqual(known, merged)) await conversations.putProfile(conversation, told, at);
  return merged;
}
