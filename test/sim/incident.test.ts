import { describe, expect, it } from 'vitest';
import { runIncident } from '../../sim/incident.ts';
import type { Kit } from '../../sim/world/kit.ts';

const PLAN = { clients: 60, seed: 1 };

/** The kit with another way to reserve who tells a client of an incident. */
function reserving(kit: Kit, reserve: Kit['toldClients']['reserve']): Kit {
  const toldClients = new Proxy(kit.toldClients, {
    get: (told, name) => (name === 'reserve' ? reserve : Reflect.get(told, name)),
  });
  return { ...kit, toldClients };
}

/** Incidents that do not remember what was merged into them. */
function forgetful(incidents: Kit['incidents']): Kit['incidents'] {
  return new Proxy(incidents, {
    get: (target, name) => {
      if (name !== 'incident') return Reflect.get(target, name);
      return async (id: string) => {
        const found = await target.incident(id);
        return found && { ...found, merged: undefined };
      };
    },
  });
}

describe('two outages that turn out to be one', () => {
  it.each([1, 2, 3, 8, 11, 17, 35])(
    'are told at most once each until then and once in all from then on, as is their end (seed %i)',
    async (seed) => {
      const { findings, surprises, faults } = await runIncident({ clients: 90, seed, merges: true });
      expect({ findings, surprises }).toEqual({ findings: [], surprises: [] });
      expect(faults).toBeGreaterThan(50);
    },
  );

  it('are found to be told wrongly where nobody remembers what was merged', async () => {
    const ports = (kit: Kit) => ({ ...kit, incidents: forgetful(kit.incidents) });
    const found = await Promise.all(
      [1, 2, 3].map((seed) => runIncident({ clients: 90, seed, merges: true }, { mutant: { ports } })),
    );
    expect(found.flatMap(({ findings }) => findings).map(({ wrong }) => wrong)).toContain('lost');
  });
});

describe('an outage with faults everywhere', () => {
  it.each([1, 2, 3, 4, 5, 145])(
    'is told once to everybody, and its end once to all of them (seed %i)',
    async (seed) => {
      const { findings, surprises, faults, reporters } = await runIncident({ clients: 90, seed });
      expect({ findings, surprises }).toEqual({ findings: [], surprises: [] });
      expect(faults).toBeGreaterThan(50);
      expect(reporters).toBeGreaterThan(10);
    },
  );

  it('goes the same way for the same seed', async () => {
    expect(await runIncident(PLAN)).toEqual(await runIncident(PLAN));
  });

  it('is found to be told twice where nobody keeps who was told', async () => {
    const ports = (kit: Kit) => reserving(kit, async () => undefined);
    const { findings } = await runIncident(PLAN, { mutant: { ports } });
    expect(findings.map(({ wrong }) => wrong)).toContain('doubled');
  });

  it('is found to be told to nobody where everybody is believed to know', async () => {
    const ports = (kit: Kit) => reserving(kit, async (told) => ({ ...told, by: 'somebody' }));
    const { findings } = await runIncident(PLAN, { mutant: { ports } });
    expect(findings.map(({ wrong }) => wrong)).toContain('lost');
  });
});
