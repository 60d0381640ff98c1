import { describe, expect, it } from 'vitest';
import { SHIPPED_HANDBOOK } from '../../shared/domain/handbook.ts';
import type { Incident, IncidentState } from '../../shared/domain/incident.ts';
import { publicStatus } from '../../shared/domain/public-status.ts';
import { SHIPPED_TEXTS } from '../../shared/domain/texts.ts';
import { DAY, HOUR, NOW } from '../builders.ts';
import { anIncident } from '../incidents.ts';

const shownOf = (...incidents: Incident[]) => publicStatus(incidents, SHIPPED_HANDBOOK, NOW);
const over = (state: IncidentState, ago: number) => anIncident({ state, ended_at: NOW - ago });

describe('anybody may know', () => {
  it.each<[IncidentState, where: 'open' | 'resolved' | 'nowhere']>([
    ['suspected', 'nowhere'],
    ['confirmed', 'open'],
    ['identified', 'open'],
    ['monitoring', 'open'],
    ['resolved', 'resolved'],
    ['dismissed', 'nowhere'],
    ['merged', 'nowhere'],
  ])('of an incident that is %s: %s', (state, where) => {
    const ended = ['resolved', 'dismissed', 'merged'].includes(state);
    const { open, resolved } = shownOf(ended ? over(state, HOUR) : anIncident({ state }));
    expect([open.length, resolved.length]).toEqual([where === 'open' ? 1 : 0, where === 'resolved' ? 1 : 0]);
  });

  it('of what was resolved within seven days, and not before', () => {
    const { resolved } = shownOf(over('resolved', 7 * DAY - 1), over('resolved', 7 * DAY));
    expect(resolved.map(({ ended_at }) => ended_at)).toEqual([NOW - 7 * DAY + 1]);
  });

  it('what clients are told in each stage, in the incident’s own words where it has some', () => {
    const texts = { notice: { ru: 'Чиним оплату.' }, restore: { en: 'Payment works.' } };
    const { open, resolved } = shownOf(
      anIncident({ state: 'identified', texts }),
      anIncident({ state: 'resolved', ended_at: NOW, texts }),
    );
    expect(open[0]?.texts).toEqual({ ru: 'Чиним оплату.', en: SHIPPED_TEXTS.MASS_OUTAGE.en });
    expect(resolved[0]?.texts).toEqual({ ru: SHIPPED_TEXTS.MASS_OUTAGE_OVER.ru, en: 'Payment works.' });
  });

  it('nothing else of it, whatever it comes to hold', () => {
    const { open } = shownOf(anIncident({ state: 'confirmed', owner: 'olga', merged: ['inc_1'] }));
    expect(open).toEqual([
      { kinds: ['sign_in'], state: 'confirmed', opened_at: NOW, texts: SHIPPED_TEXTS.MASS_OUTAGE },
    ]);
  });
});
