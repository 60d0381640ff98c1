import { describe, expect, it } from 'vitest';
import { conversationId } from '../../shared/domain/ids.ts';
import { EMPTY_BOARD } from '../../shared/domain/incident-board.ts';
import { joinedBy } from '../../shared/domain/incident-changes.ts';
import { anIncident, aSuspicion } from '../incidents.ts';

describe('an incident that another channel joins', () => {
  it('links whoever reported it there, beside those who wait to be linked, each once', () => {
    const incident = anIncident();
    const [known = ''] = incident.work.reporters;
    const fresh = conversationId('other', 'anna');
    const suspicion = aSuspicion({ channels: ['partner:other'], conversations: [known, fresh] });
    const { incident: joined } = joinedBy({ incident, board: EMPTY_BOARD }, suspicion);
    expect(joined.work.reporters).toEqual([...incident.work.reporters, fresh]);
  });
});
