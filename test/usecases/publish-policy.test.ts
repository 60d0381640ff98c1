import { describe, expect, it } from 'vitest';
import { Fault } from '../../shared/domain/errors.ts';
import { SHIPPED_POLICY } from '../../shared/domain/shipped-policy.ts';
import { policyInForce, publishPolicy, rollBackPolicy } from '../../shared/usecases/publish-policy.ts';
import { MINUTE, NOW } from '../builders.ts';
import { Crash, crashing } from './desk.ts';
import { aHandbookDesk } from './handbook-desk.ts';

const by = 'root';
const four = { escalation: { requests: { count: 4 } } };

async function refusalOf(asked: Promise<unknown>): Promise<Fault> {
  const error = await asked.catch((it: unknown) => it);
  if (error instanceof Fault) return error;
  throw new Error('it was not refused');
}

describe('the policy in force', () => {
  it('is the shipped one at first', async () => {
    const { publish } = aHandbookDesk();
    const shipped = { version: 0, policy: SHIPPED_POLICY, changes: {}, issues: [], published: undefined };
    expect(await policyInForce(publish)).toEqual(shipped);
  });

  it('is the shipped one with what was published, which alone is kept', async () => {
    const { publish, documents } = aHandbookDesk();
    const made = await publishPolicy(publish, { by, changes: four, reason: 'too many' });
    expect(made).toEqual(await policyInForce(publish));
    expect([made.version, made.policy.escalation.requests]).toEqual([1, { count: 4, within_s: 600 }]);
    expect(await documents.document('policy')).toEqual({
      name: 'policy',
      version: 1,
      body: four,
      at: NOW,
      by,
      reason: 'too many',
    });
  });

  it('is the shipped one again where this release cannot go by what is published, and says why', async () => {
    const { publish, documents } = aHandbookDesk();
    await documents.publish({ name: 'policy', version: 1, body: { gone: 1 }, at: NOW, by });
    const { policy, issues, version } = await policyInForce(publish);
    expect([policy, version]).toEqual([SHIPPED_POLICY, 1]);
    expect(issues).toMatchObject([{ path: '', message: expect.stringContaining('gone') }]);
  });
});

describe('publishing', () => {
  it('replaces all changes that there were', async () => {
    const { publish } = aHandbookDesk();
    await publishPolicy(publish, { by, changes: four });
    const { version, policy } = await publishPolicy(publish, { by, changes: { doubt: 'ask' } });
    expect([version, policy]).toEqual([2, { ...SHIPPED_POLICY, doubt: 'ask' }]);
  });

  it.each<[unknown, string[]]>([
    [{ shout: true }, ['policy']],
    [
      { escalation: { requests: { count: 0, often: 1 } } },
      ['policy.escalation.requests.count', 'policy.escalation.requests'],
    ],
    [{ follow_ups: { reminders_s: [60, 60] } }, ['policy.follow_ups.reminders_s']],
    [
      { thresholds: { answer: 0.3, refuse: 0.5 }, desk: { zone: 'Mars' } },
      ['policy.thresholds.refuse', 'policy.desk.zone'],
    ],
    [null, ['policy']],
  ])('refuses what cannot be: %j', async (changes, paths) => {
    const { publish, documents, journal } = aHandbookDesk();
    const { code, issues } = await refusalOf(publishPolicy(publish, { by, changes }));
    expect([code, issues.map(({ path }) => path)]).toEqual(['request.invalid', paths]);
    expect([await documents.all(), journal.lines]).toEqual([[], []]);
  });

  it.each([1, 2, 7])(
    'refuses what was made from version %i, where version 3 is the latest',
    async (seen_version) => {
      const { publish } = aHandbookDesk();
      for (const count of [2, 4, 5])
        await publishPolicy(publish, { by, changes: { escalation: { requests: { count } } } });
      const refused = publishPolicy(publish, { by, changes: { doubt: 'ask' }, seen_version });
      expect((await refusalOf(refused)).code).toBe('policy.changed');
      const made = await publishPolicy(publish, { by, changes: { doubt: 'ask' }, seen_version: 3 });
      expect(made.version).toBe(4);
    },
  );

  it('of two at once lets one, and tells the other', async () => {
    const { publish, documents } = aHandbookDesk();
    const asked = [four, { doubt: 'ask' }].map((changes) => publishPolicy(publish, { by, changes }));
    const outcomes = await Promise.allSettled(asked);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'policy.changed' },
    });
    expect(await documents.versions('policy', { limit: 9 })).toHaveLength(1);
  });

  it('what is in force already makes no version', async () => {
    const { publish, documents, journal } = aHandbookDesk();
    await publishPolicy(publish, { by, changes: {} });
    expect(await documents.all()).toEqual([]);
    for (const seen_version of [undefined, 0, 1])
      expect((await publishPolicy(publish, { by, changes: four, seen_version })).version).toBe(1);
    expect(journal.of('policy.published')).toEqual([{ version: 1, by }]);
  });

  it('is told of by number and name alone', async () => {
    const { publish, journal } = aHandbookDesk();
    const changes = { desk: { name: { ru: 'CANARY' } } };
    await publishPolicy(publish, { by, changes, reason: 'CANARY' });
    await rollBackPolicy(publish, { by: 'other', version: 0 });
    expect(journal.of('policy.published')).toEqual([
      { version: 1, by },
      { version: 2, by: 'other', restores: 0 },
    ]);
    expect(JSON.stringify(journal.lines)).not.toContain('CANARY');
  });

  it.each([
    [1, 'before'],
    [1, 'after'],
    [2, 'before'],
    [2, 'after'],
  ] as const)('may crash at call %i, %s it took effect: the repeat ends the same', async (k, when) => {
    const { publish, documents } = aHandbookDesk();
    const { ports } = crashing(publish, k, when);
    const asked = { by, changes: four, seen_version: 0 };
    await expect(publishPolicy(ports, asked)).rejects.toBeInstanceOf(Crash);
    expect((await publishPolicy(publish, asked)).version).toBe(1);
    expect(await documents.versions('policy', { limit: 9 })).toHaveLength(1);
  });
});

describe('rolling back', () => {
  it('publishes the old changes as a new version', async () => {
    const { publish, documents, clock } = aHandbookDesk();
    await publishPolicy(publish, { by, changes: four });
    await publishPolicy(publish, { by, changes: { doubt: 'ask' } });
    clock.advance(MINUTE);
    const { version, changes } = await rollBackPolicy(publish, { by: 'other', version: 1, reason: 'oops' });
    expect([version, changes]).toEqual([3, four]);
    expect(await documents.document('policy')).toMatchObject({
      restores: 1,
      by: 'other',
      reason: 'oops',
      at: NOW + MINUTE,
    });
    const shipped = await rollBackPolicy(publish, { by, version: 0 });
    expect([shipped.version, shipped.policy]).toEqual([4, SHIPPED_POLICY]);
  });

  it.each([1, 2, 99])('to version %i, which there is none of, is refused', async (version) => {
    const { publish } = aHandbookDesk();
    expect((await refusalOf(rollBackPolicy(publish, { by, version }))).code).toBe('version.unknown');
  });

  it('judges the old changes anew', async () => {
    const { publish, documents } = aHandbookDesk();
    await documents.publish({ name: 'policy', version: 1, body: { gone: 1 }, at: NOW, by });
    await documents.publish({ name: 'policy', version: 2, body: {}, at: NOW, by });
    const refused = await refusalOf(rollBackPolicy(publish, { by, version: 1 }));
    expect([refused.code, refused.issues.length]).toEqual(['request.invalid', 1]);
  });
});
