import { LIMITS } from '../../shared/domain/limits.ts';
import { type Cell, csvHead, csvLine } from '../../shared/edge/csv.ts';
import type { HttpResponse } from '../../shared/edge/responses.ts';

export type Format = 'csv' | 'json';

/** What a file has of each record, by the names of its columns; JSON has the record itself. */
export type Columns<Item> = Record<string, (item: Item) => Cell>;

/** A page of a file, complete by itself, of LIMITS.exportBytes at most as Lambda counts them: an answer is put into JSON once more. */
export class FilePage<Item> {
  readonly #format: Format;
  readonly #columns: Columns<Item>;
  readonly #lines: string[] = [];
  #bytes: number;

  constructor(format: Format, columns: Columns<Item>) {
    this.#format = format;
    this.#columns = columns;
    this.#bytes = bytesOf(this.#head());
  }

  /** Whether there was room for it. */
  add(item: Item): boolean {
    const line = this.#format === 'json' ? JSON.stringify(item) : csvLine(this.#cells(item));
    const bytes = this.#bytes + bytesOf(line);
    if (bytes > LIMITS.exportBytes) return false;
    this.#bytes = bytes;
    this.#lines.push(line);
    return true;
  }

  #cells(item: Item): Cell[] {
    return Object.values(this.#columns).map((cell) => cell(item));
  }

  #head(): string {
    return this.#format === 'csv' ? csvHead(Object.keys(this.#columns)) : '';
  }

  /**
   * @param name of the file, without its ending: letters, digits, `_` and `-`
   * @param next address of the next page
   */
  answer(name: string, next: string | undefined, order: 'as added' | 'reversed' = 'as added'): HttpResponse {
    const lines = order === 'reversed' ? this.#lines.toReversed() : this.#lines;
    const body = this.#format === 'json' ? `[${lines.join(',\n')}]` : [this.#head(), ...lines].join('');
    return {
      statusCode: 200,
      headers: {
        'content-type': this.#format === 'json' ? 'application/json' : 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="${name}.${this.#format}"`,
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-store',
        ...(next !== undefined && { link: `<${next}>; rel="next"` }),
      },
      body,
    };
  }
}

/** With the comma and the line's end that join it to the others. */
function bytesOf(line: string): number {
  return Buffer.byteLength(JSON.stringify(line)) + 3;
}
