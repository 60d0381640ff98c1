import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DynamoDocuments } from '../../shared/adapters/dynamo/document-store.ts';
import { MemoryDocuments } from '../../shared/adapters/memory/documents.ts';
import type { Documents, PublishedDocument } from '../../shared/ports.ts';
import { NOW } from '../builders.ts';
import { type RealTable, startRealTable } from './real-table.ts';

let made = 0;

/** A name that no other test has. */
function aName(): string {
  made += 1;
  return `template.TEST_${made}`;
}

function aDocument(over: Partial<PublishedDocument> = {}): PublishedDocument {
  return { name: aName(), version: 1, body: { texts: { ru: 'Привет!' } }, at: NOW, by: 'root', ...over };
}

/** Publishes so many versions of one document. */
async function published(documents: Documents, versions: number): Promise<PublishedDocument[]> {
  const name = aName();
  const all = Array.from({ length: versions }, (_, at) =>
    aDocument({ name, version: at + 1, body: { n: at + 1 }, at: NOW + at }),
  );
  for (const document of all) expect(await documents.publish(document)).toBe('written');
  return all;
}

/** What every store of documents must do, whatever it is made of. */
function describeDocuments(make: () => Documents): void {
  it('knows nothing before anything is published', async () => {
    const documents = make();
    const name = aName();
    expect([await documents.document(name), await documents.version(name, 1)]).toEqual([
      undefined,
      undefined,
    ]);
    expect(await documents.versions(name, { limit: 10 })).toEqual([]);
  });

  it('keeps every version, and the last one as the latest', async () => {
    const documents = make();
    const [first, second] = await published(documents, 2);
    const name = first?.name ?? '';
    expect(await documents.document(name)).toEqual(second);
    expect([await documents.version(name, 1), await documents.version(name, 2)]).toEqual([first, second]);
    expect(await documents.version(name, 3)).toBeUndefined();
  });

  it('keeps why it was published and what it brings back, and any body as it is', async () => {
    const documents = make();
    const body = { a: [1.5, null, true, ''], ключ: { empty: {}, none: [] } };
    const document = aDocument({ body, reason: 'sale', restores: 0 });
    await documents.publish(document);
    expect(await documents.document(document.name)).toEqual(document);
  });

  it('lists versions newest first, page by page', async () => {
    const documents = make();
    const all = (await published(documents, 12)).toReversed();
    const name = all[0]?.name ?? '';
    expect(await documents.versions(name, { limit: 50 })).toEqual(all);
    expect(await documents.versions(name, { limit: 5 })).toEqual(all.slice(0, 5));
    expect(await documents.versions(name, { limit: 5, before: 8 })).toEqual(all.slice(5, 10));
    expect(await documents.versions(name, { limit: 5, before: 3 })).toEqual(all.slice(10));
    for (const before of [1, 0]) expect(await documents.versions(name, { limit: 5, before })).toEqual([]);
  });

  it.each([
    ['one that is there', 2],
    ['one before the latest', 1],
    ['one that leaves a gap', 4],
  ])('refuses %s, and keeps nothing of it', async (_, version) => {
    const documents = make();
    const all = await published(documents, 2);
    const name = all[0]?.name ?? '';
    expect(await documents.publish(aDocument({ name, version, body: 'other' }))).toBe('conflict');
    expect(await documents.versions(name, { limit: 10 })).toEqual(all.toReversed());
    expect(await documents.document(name)).toEqual(all[1]);
  });

  it('refuses a second version where there is no first', async () => {
    const documents = make();
    const document = aDocument({ version: 2 });
    expect(await documents.publish(document)).toBe('conflict');
    expect(await documents.document(document.name)).toBeUndefined();
    expect(await documents.version(document.name, 2)).toBeUndefined();
  });

  it('of twenty that publish the same version at once lets one', async () => {
    const documents = make();
    const name = aName();
    const attempts = Array.from({ length: 20 }, (_, at) => aDocument({ name, body: { at } }));
    const outcomes = await Promise.all(attempts.map((document) => documents.publish(document)));
    expect(outcomes.filter((it) => it === 'written')).toHaveLength(1);
    const winner = attempts[outcomes.indexOf('written')];
    expect([await documents.document(name), await documents.version(name, 1)]).toEqual([winner, winner]);
  });

  it('reads the latest of all of them at once', async () => {
    const documents = make();
    const [, latest] = await published(documents, 2);
    const policy = aDocument({ name: 'policy', body: {} });
    await documents.publish(policy);
    const all = await documents.all();
    expect(all).toContainEqual(latest);
    expect(all.filter(({ name }) => name === 'policy')).toHaveLength(1);
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  });
}

describe('documents in memory', () => {
  describeDocuments(() => new MemoryDocuments());

  it('are not changed by what is done to a copy', async () => {
    const documents = new MemoryDocuments();
    const document = aDocument();
    await documents.publish(document);
    document.body = 'changed';
    const read = await documents.document(document.name);
    Object.assign(read ?? {}, { by: 'somebody' });
    expect(await documents.document(document.name)).toMatchObject({ by: 'root', body: { texts: {} } });
  });
});

describe('documents in the table', () => {
  let real: RealTable;
  beforeAll(async () => {
    real = await startRealTable();
  });
  afterAll(() => real.close());

  describeDocuments(() => new DynamoDocuments(real.table));
});
