import { describe, expect, it } from 'vitest';
import { Fault } from '../../shared/domain/errors.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import {
  addKeyword,
  type KeywordPorts,
  keywordsInForce,
  removeKeyword,
  rollBackKeywords,
} from '../../shared/usecases/publish-keywords.ts';
import { MINUTE, NOW } from '../builders.ts';
import { aDesk, Crash, crashing } from './desk.ts';
import { aHandbookDesk } from './handbook-desk.ts';

const by = 'root';
const refund = { scenario: 'COMPLAINT', phrase: 'верните деньги', priority: 7 } as const;
const link = { scenario: 'LESSON_LINK', phrase: 'где урок', priority: 5 } as const;

function aKeywordDesk() {
  const { documents, clock, journal } = aHandbookDesk();
  const { chance } = aDesk();
  const ports: KeywordPorts = { documents, clock, journal, chance };
  return {
    ports,
    documents,
    clock,
    journal,
    phrases: async () => (await keywordsInForce(ports)).keywords.map(({ phrase }) => phrase),
    versions: async () => (await documents.versions('keywords', { limit: 99 })).length,
  };
}

async function refusalOf(asked: Promise<unknown>): Promise<Fault> {
  const error = await asked.catch((it: unknown) => it);
  if (error instanceof Fault) return error;
  throw new Error('it was not refused');
}

describe('adding a keyword', () => {
  it('publishes all of them as one document, with who, when and why', async () => {
    const { ports, documents, journal } = aKeywordDesk();
    expect(await keywordsInForce(ports)).toEqual({ version: 0, keywords: [], published: undefined });
    const first = await addKeyword(ports, { ...refund, by, reason: 'CANARY' });
    await addKeyword(ports, { ...link, by: 'other' });
    expect(first).toMatchObject({ added: true, version: 1, keyword: { ...refund, added_by: by } });
    expect(await documents.document('keywords')).toEqual({
      name: 'keywords',
      version: 2,
      by: 'other',
      at: NOW,
      body: {
        keywords: [
          { ...refund, id: first.keyword.id, added_by: by, added_at: NOW },
          { ...link, id: expect.stringMatching(/^kwd_[0-9A-Z]{20}$/), added_by: 'other', added_at: NOW },
        ],
      },
    });
    expect(journal.lines).toEqual([
      { level: 'info', event: 'keywords.published', fields: { version: 1, by } },
      { level: 'info', event: 'keywords.published', fields: { version: 2, by: 'other' } },
    ]);
  });

  it('again, however it is written, changes its priority and lists it once', async () => {
    const { ports, versions } = aKeywordDesk();
    const { keyword } = await addKeyword(ports, { ...refund, by });
    const again = await addKeyword(ports, { ...refund, phrase: 'Верните,  ДЕНЬГИ!', priority: 2, by });
    expect(again).toEqual({ added: false, version: 2, keyword: { ...keyword, priority: 2 } });
    expect((await keywordsInForce(ports)).keywords).toEqual([again.keyword]);
    const same = await addKeyword(ports, { ...refund, priority: 2, by });
    expect([same, await versions()]).toEqual([again, 2]);
  });

  it('of another scenario is another keyword', async () => {
    const { ports, phrases } = aKeywordDesk();
    await addKeyword(ports, { ...refund, by });
    await addKeyword(ports, { ...refund, scenario: 'UNKNOWN', by });
    expect(await phrases()).toEqual([refund.phrase, refund.phrase]);
  });

  it('at the same moment as others loses none of them', async () => {
    const { ports, phrases, versions } = aKeywordDesk();
    const words = Array.from({ length: LIMITS.rounds }, (_, n) => `слово${n}`);
    const added = await Promise.all(words.map((phrase) => addKeyword(ports, { ...refund, phrase, by })));
    expect((await phrases()).toSorted()).toEqual(words);
    expect([added.map(({ added: is }) => is), await versions()]).toEqual([
      words.map(() => true),
      words.length,
    ]);
    expect(new Set(added.map(({ keyword }) => keyword.id)).size).toBe(words.length);
  });

  it('the same at the same moment adds it once', async () => {
    const { ports, phrases } = aKeywordDesk();
    const both = await Promise.all([1, 2].map(() => addKeyword(ports, { ...refund, by })));
    expect(both.map(({ added }) => added).toSorted()).toEqual([false, true]);
    expect(await phrases()).toEqual([refund.phrase]);
  });

  it('is given up if others are faster every time', async () => {
    const { ports, documents } = aKeywordDesk();
    let tries = 0;
    documents.publish = async () => {
      tries += 1;
      return 'conflict';
    };
    expect((await refusalOf(addKeyword(ports, { ...refund, by }))).code).toBe('keywords.changed');
    expect(tries).toBe(LIMITS.rounds);
  });

  it('is refused at once to whoever has seen another version', async () => {
    const { ports, phrases } = aKeywordDesk();
    await addKeyword(ports, { ...refund, by });
    for (const seen_version of [0, 7])
      expect((await refusalOf(addKeyword(ports, { ...link, by, seen_version }))).code).toBe(
        'keywords.changed',
      );
    expect(await phrases()).toEqual([refund.phrase]);
    expect((await addKeyword(ports, { ...link, by, seen_version: 1 })).version).toBe(2);
    // The same request again, whose first answer was lost.
    expect((await addKeyword(ports, { ...link, by, seen_version: 1 })).version).toBe(2);
  });

  it('is refused where there are as many as there may be, and another priority is not', async () => {
    const { ports, documents } = aKeywordDesk();
    const keywords = Array.from({ length: LIMITS.keywords }, (_, n) => ({
      ...refund,
      id: `k${n}`,
      phrase: `слово${n}`,
    }));
    await documents.publish({ name: 'keywords', version: 1, body: { keywords }, at: NOW, by });
    const { code, issues } = await refusalOf(addKeyword(ports, { ...link, by }));
    expect([code, issues.map(({ path }) => path)]).toEqual(['request.invalid', ['keyword']]);
    expect((await addKeyword(ports, { ...refund, phrase: 'слово3', priority: 1, by })).version).toBe(2);
  });

  it('leaves out for good what this release cannot go by', async () => {
    const { ports, documents, phrases } = aKeywordDesk();
    const body = { keywords: [{ ...refund, id: 'k1', scenario: 'GONE' }] };
    await documents.publish({ name: 'keywords', version: 1, body, at: NOW, by });
    expect(await phrases()).toEqual([]);
    await addKeyword(ports, { ...link, by });
    expect(await phrases()).toEqual([link.phrase]);
    expect(await documents.version('keywords', 1)).toMatchObject({ body });
  });

  it.each([
    [1, 'before'],
    [1, 'after'],
    [2, 'before'],
    [2, 'after'],
  ] as const)('may crash at call %i, %s it took effect: the repeat ends the same', async (k, when) => {
    const { ports, phrases, versions } = aKeywordDesk();
    await expect(addKeyword(crashing(ports, k, when).ports, { ...refund, by })).rejects.toBeInstanceOf(Crash);
    expect((await addKeyword(ports, { ...refund, by })).version).toBe(1);
    expect([await phrases(), await versions()]).toEqual([[refund.phrase], 1]);
  });
});

describe('removing a keyword', () => {
  it('leaves the others', async () => {
    const { ports, phrases } = aKeywordDesk();
    const { keyword } = await addKeyword(ports, { ...refund, by });
    await addKeyword(ports, { ...link, by });
    await removeKeyword(ports, { id: keyword.id, by });
    expect(await phrases()).toEqual([link.phrase]);
    expect((await refusalOf(removeKeyword(ports, { id: keyword.id, by }))).code).toBe('keyword.unknown');
  });

  it('while others are added and removed loses nothing', async () => {
    const { ports, phrases } = aKeywordDesk();
    const { keyword } = await addKeyword(ports, { ...refund, by });
    await Promise.all([
      removeKeyword(ports, { id: keyword.id, by }),
      removeKeyword(ports, { id: keyword.id, by: 'other' }),
      addKeyword(ports, { ...link, by }),
    ]);
    expect(await phrases()).toEqual([link.phrase]);
  });
});

describe('rolling back', () => {
  it('publishes the keywords of then as a new version, 0 being none', async () => {
    const { ports, documents, clock, phrases, journal } = aKeywordDesk();
    const { keyword } = await addKeyword(ports, { ...refund, by });
    await removeKeyword(ports, { id: keyword.id, by });
    clock.advance(MINUTE);
    const back = await rollBackKeywords(ports, { version: 1, by: 'other', reason: 'oops' });
    expect([back.version, back.keywords]).toEqual([3, [keyword]]);
    expect(await documents.document('keywords')).toMatchObject({ restores: 1, at: NOW + MINUTE });
    expect(journal.of('keywords.published').at(-1)).toEqual({ version: 3, by: 'other', restores: 1 });
    await rollBackKeywords(ports, { version: 0, by });
    expect(await phrases()).toEqual([]);
  });

  it.each([1, 9])('to version %i, which there is none of, is refused', async (version) => {
    const { ports } = aKeywordDesk();
    expect((await refusalOf(rollBackKeywords(ports, { version, by }))).code).toBe('version.unknown');
  });
});
