import type { Documents, PublishedDocument, Written } from '../../ports.ts';
import { keys } from './access-patterns.ts';
import type { Row, Table } from './table.ts';

/** There is one policy and one template for each text of the desk; this is far more. */
const ALL = 1000;

/** What admins publish: the latest of each side by side, and every version there was, which nothing takes away again. */
export class DynamoDocuments implements Documents {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async all(): Promise<PublishedDocument[]> {
    const { pk, prefix } = keys.documents();
    const rows = await this.#table.pageAfter({ pk, prefix, after: prefix }, ALL);
    return rows.flatMap((row) => toDocument(row) ?? []);
  }

  async document(name: string): Promise<PublishedDocument | undefined> {
    return toDocument(await this.#table.get(keys.document(name)));
  }

  async version(name: string, version: number): Promise<PublishedDocument | undefined> {
    return toDocument(await this.#table.get(keys.documentVersion(name, version)));
  }

  async versions(
    name: string,
    { limit, before }: { limit: number; before?: number | undefined },
  ): Promise<PublishedDocument[]> {
    const range = keys.documentVersions(name);
    // A page ends with the row it is told, so it is asked for the version before.
    const last = before === undefined ? undefined : keys.documentVersion(name, before - 1).sk;
    const rows = await this.#table.page({ ...range, before: last }, limit);
    return rows.flatMap((row) => toDocument(row) ?? []);
  }

  async publish(document: PublishedDocument): Promise<Written> {
    const { name, version } = document;
    const history = { ...keys.documentVersion(name, version), kind: 'document', document };
    const published = await this.#table.both(
      { put: history, condition: 'attribute_not_exists(pk)' },
      {
        key: keys.document(name),
        update: 'SET #document = :document, #version = :version',
        condition: version === 1 ? 'attribute_not_exists(pk)' : '#version = :before',
        names: { '#document': 'document', '#version': 'version' },
        values: {
          ':document': document,
          ':version': version,
          ...(version > 1 && { ':before': version - 1 }),
        },
      },
    );
    return published ? 'written' : 'conflict';
  }
}

function toDocument(row: Row | undefined): PublishedDocument | undefined {
  return row?.['document'] as PublishedDocument | undefined;
}
