import { beforeEach, describe, expect, it } from 'vitest';
import { CachedHandbooks } from '../../shared/adapters/cached-handbooks.ts';
import { MemoryDocuments } from '../../shared/adapters/memory/documents.ts';
import { SHIPPED_HANDBOOK, say } from '../../shared/domain/handbook.ts';
import { SHIPPED_TEXTS } from '../../shared/domain/texts.ts';
import type { PublishedDocument } from '../../shared/ports.ts';
import { MINUTE, NOW, SECOND } from '../builders.ts';
import { FixedClock, RecordingJournal } from '../usecases/desk.ts';

class CountedDocuments extends MemoryDocuments {
  reads = 0;
  failing: Error | undefined;

  override async all(): Promise<PublishedDocument[]> {
    this.reads += 1;
    if (this.failing) throw this.failing;
    return super.all();
  }
}

let clock: FixedClock;
let documents: CountedDocuments;
let journal: RecordingJournal;
let handbooks: CachedHandbooks;
beforeEach(() => {
  clock = new FixedClock();
  documents = new CountedDocuments();
  journal = new RecordingJournal();
  handbooks = new CachedHandbooks(documents, clock, journal);
});

const publish = (name: string, body: unknown, version = 1) =>
  documents.publish({ name, body, version, at: NOW, by: 'root' });

describe('the handbook', () => {
  it('is the shipped one where nothing is published', async () => {
    expect(await handbooks.current()).toEqual(SHIPPED_HANDBOOK);
  });

  it('holds what is published, and what is shipped for the rest', async () => {
    await publish('policy', { escalation: { requests: { count: 5 } } });
    await publish('template.GREETING', { texts: { ru: 'Привет!' } });
    const { policy, version, published } = await handbooks.current();
    const { requests, ...rest } = policy.escalation;
    expect([version, requests]).toEqual([1, { count: 5, within_s: 600 }]);
    expect(rest).toEqual({ ...SHIPPED_HANDBOOK.policy.escalation, requests: undefined });
    expect(published).toEqual({ GREETING: { version: 1, texts: { ru: 'Привет!' } } });
  });

  it.each([
    ['a minute of business time', () => clock.advanceBusiness(MINUTE)],
    ['a minute of wall time', () => clock.advanceWall(MINUTE)],
  ])('is remembered for %s, and no longer', async (_, pass) => {
    for (let n = 0; n < 100; n++) await handbooks.current();
    expect(documents.reads).toBe(1);
    await publish('policy', { doubt: 'ask' });
    expect((await handbooks.current()).version).toBe(0);
    pass();
    expect((await handbooks.current()).version).toBe(1);
    expect(documents.reads).toBe(2);
  });

  it('is read once for all that ask at the same moment', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => handbooks.current()));
    expect([documents.reads, new Set(all).size]).toEqual([1, 1]);
  });

  it('that cannot be read goes on as it is remembered, and is asked for again soon', async () => {
    await publish('policy', { doubt: 'ask' });
    await handbooks.current();
    clock.advance(MINUTE);
    documents.failing = new Error('CANARY');
    for (let n = 0; n < 10; n++) expect((await handbooks.current()).policy.doubt).toBe('ask');
    expect(documents.reads).toBe(2);
    expect(journal.of('handbook.unreadable')).toEqual([{ error: 'Error', version: 1 }]);
    documents.failing = undefined;
    clock.advance(5 * SECOND);
    await publish('policy', {}, 2);
    expect((await handbooks.current()).version).toBe(2);
  });

  it('that was never read is nobody’s guess', async () => {
    documents.failing = new Error('away');
    await expect(handbooks.current()).rejects.toThrow('away');
    documents.failing = undefined;
    await expect(handbooks.current()).resolves.toEqual(SHIPPED_HANDBOOK);
  });
});

describe('a stored policy that cannot be gone by', () => {
  it.each<[string, unknown, string[]]>([
    ['has a field that this release does not know', { shout: true }, ['']],
    ['has a value that is none', { follow_ups: { close_s: 'soon' } }, ['follow_ups.close_s']],
    ['says what cannot be', { desk: { zone: 'Mars/Base' } }, ['desk.zone']],
    ['is no object', 'CANARY', ['']],
    ['is nothing', null, ['']],
  ])('because it %s leaves the shipped one in force, and is told of', async (_, body, paths) => {
    await publish('policy', body);
    await publish('template.GREETING', { texts: { ru: 'Привет!' } });
    const { policy, version, published } = await handbooks.current();
    expect([policy, version]).toEqual([SHIPPED_HANDBOOK.policy, 0]);
    expect(published.GREETING?.texts).toEqual({ ru: 'Привет!' });
    expect(journal.of('policy.broken')).toEqual([{ version: 1, paths }]);
    expect(JSON.stringify(journal.lines)).not.toContain('CANARY');
  });
});

describe('a stored template that cannot be read', () => {
  it.each<[string, unknown]>([
    ['no object', 'text'],
    ['nothing', null],
    ['without texts', {}],
    ['with texts that are none', { texts: { ru: 1, en: null, de: 'x' } }],
  ])('%s: the shipped text is said', async (_, body) => {
    await publish('template.FAREWELL', body);
    const said = say(await handbooks.current(), 'FAREWELL', 'ru', {});
    expect(said).toMatchObject({ text: SHIPPED_TEXTS.FAREWELL.ru, version: 0 });
  });

  it('under a name that this release does not say is passed over', async () => {
    for (const name of ['template.GONE', 'template.', 'template.__proto__', 'other'])
      await publish(name, { texts: { ru: 'x' } });
    expect((await handbooks.current()).published).toEqual({});
  });
});

describe('the stored keywords', () => {
  const sound = { id: 'kwd_1', scenario: 'COMPLAINT', phrase: 'верните деньги', priority: 7 };

  it('are in the handbook, remembered like the rest of it', async () => {
    await publish('keywords', { keywords: [{ ...sound, added_by: 'root', added_at: NOW }] });
    expect((await handbooks.current()).keywords).toMatchObject([sound]);
    await publish('keywords', { keywords: [] }, 2);
    expect((await handbooks.current()).keywords).toMatchObject([sound]);
    clock.advance(MINUTE);
    expect((await handbooks.current()).keywords).toEqual([]);
    expect(journal.lines).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['is of a scenario that this release does not know', { ...sound, scenario: 'CANARY' }],
    ['is of an outage', { ...sound, scenario: 'MASS_OUTAGE' }],
    ['has no words', { ...sound, phrase: '!' }],
    ['has a phrase that is none', { ...sound, phrase: ['CANARY'] }],
    ['has a priority that is none', { ...sound, priority: 11 }],
    ['has half a priority', { ...sound, priority: 1.5 }],
    ['has no id', { ...sound, id: undefined }],
    ['is a word', 'CANARY'],
    ['is nothing', null],
  ])('one that %s is left out and told of, and the rest goes on', async (_, broken) => {
    await publish('keywords', { keywords: [broken, sound] });
    await publish('policy', { doubt: 'ask' });
    const { keywords, policy } = await handbooks.current();
    expect([keywords, policy.doubt]).toEqual([[sound], 'ask']);
    expect(journal.lines).toEqual([
      { level: 'error', event: 'keywords.broken', fields: { version: 1, left_out: 1 } },
    ]);
  });

  it.each([{ keywords: 'CANARY' }, { keywords: {} }])('that are no list are none: %j', async (body) => {
    await publish('keywords', body);
    expect((await handbooks.current()).keywords).toEqual([]);
    expect(journal.of('keywords.broken')).toEqual([{ version: 1, left_out: 1 }]);
  });
});
