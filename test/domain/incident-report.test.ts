import { describe, expect, it } from 'vitest';
import { TOLD_IN_ANSWER } from '../../shared/domain/incident.ts';
import { type HeadIncident, isForsaken } from '../../shared/domain/incident-report.ts';

const [THIS, OTHER] = ['inc_this', 'inc_other'];
const NOTED: HeadIncident = { id: THIS, epoch: 1 };

interface Case {
  by?: string;
  incident?: HeadIncident;
  pending?: string[];
}

describe('a client whom somebody has reserved to tell', () => {
  it.each<[string, Case, boolean]>([
    ['is for others once all it wrote was decided on, and no answer told it', {}, true],
    ['is for others if no more than its report is noted', { incident: NOTED }, true],
    ['is told', { incident: { ...NOTED, told: true } }, false],
    ['may have been told before it reported another incident', { incident: { ...NOTED, id: OTHER } }, false],
    ['is being told as long as the answer may come', { pending: ['msg_1'] }, false],
    ['is a broadcast’s for good', { by: 'brd_1' }, false],
  ])('%s', (_, { by = TOLD_IN_ANSWER, incident, pending = [] }, forsaken) => {
    expect(isForsaken({ incident_id: THIS, by }, { incident, pending })).toBe(forsaken);
  });
});
