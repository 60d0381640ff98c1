import type { ModelFiles } from '../../ports.ts';
import { keys } from './access-patterns.ts';
import type { Row, Table } from './table.ts';

/** Models' files in the table: a row holds 400 KB at most, a model some megabytes. */
export class DynamoModelFiles implements ModelFiles {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async putPart(model: string, number: number, bytes: Uint8Array): Promise<void> {
    await this.#table.put({ ...keys.modelPart(model, number), kind: 'model', bytes });
  }

  async part(model: string, number: number): Promise<Uint8Array | undefined> {
    return bytesIn(await this.#table.get(keys.modelPart(model, number)));
  }

  async file(model: string, parts: number): Promise<Uint8Array | undefined> {
    const asked = Array.from({ length: parts }, (_, number) => keys.modelPart(model, number));
    const rows = await this.#table.getMany(asked);
    const found = asked.map(({ sk }) => bytesIn(rows.find((row) => row['sk'] === sk)));
    return found.every((bytes) => bytes !== undefined) ? Buffer.concat(found) : undefined;
  }
}

function bytesIn(row: Row | undefined): Uint8Array | undefined {
  return row?.['bytes'] as Uint8Array | undefined;
}
