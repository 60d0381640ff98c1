import { describe, expect, it, vi } from 'vitest';
import { MemoryConversations } from '../../shared/adapters/memory/conversations.ts';
import { rememberProfile } from '../../shared/usecases/remember-profile.ts';
import { CONVERSATION, NOW } from '../builders.ts';

const known = { client_name: 'Анна', locale: 'ru' };

describe('what a partner says about a client', () => {
  it('adds to what is known, and changes what it mentions', async () => {
    const conversations = new MemoryConversations();
    await rememberProfile(conversations, CONVERSATION, known, NOW);
    const told = { locale: 'en', child_name: 'Пётр' };
    const merged = await rememberProfile(conversations, CONVERSATION, told, NOW);
    expect(merged).toEqual({ client_name: 'Анна', locale: 'en', child_name: 'Пётр' });
    expect(await conversations.profile(CONVERSATION)).toEqual(merged);
  });

  it.each([known, { locale: 'ru' }, {}])('costs no write if it says nothing new: %j', async (told) => {
    const conversations = new MemoryConversations();
    await conversations.putProfile(CONVERSATION, known, NOW);
    const put = vi.spyOn(conversations, 'putProfile');
    expect(await rememberProfile(conversations, CONVERSATION, told, NOW)).toEqual(known);
    expect(put).not.toHaveBeenCalled();
  });
});
