import { expect, it } from 'vitest';
import { aTurn, NOW } from '../builders.ts';
import { freshConversation, headOf, type Stores } from './conversations.ts';

/** What every store must do for a conversation whose client reports an incident. */
export function describeReporters(make: () => Stores): void {
  const incident = { id: 'inc_1', epoch: 1, told: true as const };

  it('keeps it on the head with the turn that answers it', async () => {
    const stores = make();
    const { id, admission, at } = freshConversation();
    await stores.admit(undefined, admission(0));
    const seen = await headOf(stores, id);
    const turn = aTurn({ id: at(1, 7), conversation_id: id, answers: seen.pending, left: true, incident });
    await stores.draft(turn);
    expect(await stores.commitTurn(seen, turn, { entry: undefined, decided: turn.answers })).toBe('written');
    expect((await headOf(stores, id)).incident).toEqual(incident);
  });

  it('notes it unless the client has written since, or somebody has taken it', async () => {
    const stores = make();
    const { id, admission } = freshConversation();
    await stores.admit(undefined, admission(0));
    const seen = await headOf(stores, id);
    expect(await stores.noteIncident(seen, incident)).toBe('written');
    const noted = await headOf(stores, id);
    expect(noted).toMatchObject({ incident, version: seen.version + 1 });
    // What somebody else noted meanwhile stays.
    expect(await stores.noteIncident(seen, { id: 'inc_2', epoch: 1 })).toBe('conflict');
    await stores.admit(noted, admission(1));
    expect(await stores.noteIncident(noted, { id: 'inc_2', epoch: 2 })).toBe('conflict');
    const heard = await headOf(stores, id);
    await stores.take(heard, { operator: 'anna', at: NOW, withdrawn: [], owed: [] });
    expect(await stores.noteIncident(heard, { id: 'inc_2', epoch: 2 })).toBe('conflict');
    expect((await headOf(stores, id)).incident).toEqual(incident);
  });
}
