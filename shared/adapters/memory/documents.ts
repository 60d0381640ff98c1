import type { Documents, PublishedDocument, Written } from '../../ports.ts';
import { copy } from './copy.ts';

/** What admins publish, in memory: by name, every version in its order. */
export class MemoryDocuments implements Documents {
  readonly #published = new Map<string, PublishedDocument[]>();

  async all(): Promise<PublishedDocument[]> {
    const names = [...this.#published.keys()].sort();
    return names.flatMap((name) => copy(this.#versions(name).slice(-1)));
  }

  async document(name: string): Promise<PublishedDocument | undefined> {
    return copy(this.#versions(name).at(-1));
  }

  async version(name: string, version: number): Promise<PublishedDocument | undefined> {
    return copy(this.#versions(name).find((document) => document.version === version));
  }

  async versions(
    name: string,
    { limit, before = Number.POSITIVE_INFINITY }: { limit: number; before?: number | undefined },
  ): Promise<PublishedDocument[]> {
    const older = this.#versions(name).filter(({ version }) => version < before);
    return copy(older.toReversed().slice(0, limit));
  }

  async publish(document: PublishedDocument): Promise<Written> {
    const versions = this.#versions(document.name);
    if (versions.length !== document.version - 1) return 'conflict';
    this.#published.set(document.name, [...versions, copy(document)]);
    return 'written';
  }

  #versions(name: string): readonly PublishedDocument[] {
    return this.#published.get(name) ?? [];
  }
}
