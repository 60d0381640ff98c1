import type { ModelFiles } from '../../ports.ts';

/** Models' files, in memory. */
export class MemoryModelFiles implements ModelFiles {
  readonly all = new Map<string, Uint8Array>();

  async putPart(model: string, number: number, bytes: Uint8Array): Promise<void> {
    this.all.set(`${model}#${number}`, Uint8Array.from(bytes));
  }

  async part(model: string, number: number): Promise<Uint8Array | undefined> {
    return this.all.get(`${model}#${number}`);
  }

  async file(model: string, parts: number): Promise<Uint8Array | undefined> {
    const found = Array.from({ length: parts }, (_, number) => this.all.get(`${model}#${number}`));
    return found.every((bytes) => bytes !== undefined) ? Buffer.concat(found) : undefined;
  }
}
