import { describe, expect, it } from 'vitest';
import { TOLD_IN_ANSWER } from '../../shared/domain/incident.ts';
import { isForsaken } from '../../shared/domain/incident-report.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { NOW } from '../builders.ts';

const [THIS, OTHER] = ['inc_this', 'inc_other'];
const LATE = NOW + LIMITS.answerReserved + 1;

describe('a client whom somebody has reserved to tell', () => {
  it.each([
    ['is for others if no answer ever told it', TOLD_IN_ANSWER, undefined, LATE, true],
    [
      'is for others if its report is noted, and no answer told it',
      TOLD_IN_ANSWER,
      { id: THIS, epoch: 1 },
      LATE,
      true,
    ],
    ['is told', TOLD_IN_ANSWER, { id: THIS, epoch: 1, told: true as const }, LATE, false],
    [
      'may have been told before it reported another incident',
      TOLD_IN_ANSWER,
      { id: OTHER, epoch: 1 },
      LATE,
      false,
    ],
    ['is being told as long as the answer may come', TOLD_IN_ANSWER, undefined, LATE - 1, false],
    ['is a broadcast’s for good', 'brd_1', undefined, LATE, false],
  ])('%s', (_, by, incident, now, forsaken) => {
    const told = { incident_id: THIS, stage: 'notice' as const, conversation_id: 'cnv_1', at: NOW, by };
    expect(isForsaken(told, { incident }, now)).toBe(forsaken);
  });
});
