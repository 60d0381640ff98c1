import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BuiltInClassifier } from '../../shared/adapters/built-in-classifier.ts';
import { BuiltInTroubleReader } from '../../shared/adapters/built-in-trouble-reader.ts';
import type { Classification } from '../../shared/domain/classification.ts';
import type { TroubleReading } from '../../shared/domain/outage/reading.ts';
import type { TroubleReader } from '../../shared/ports.ts';

const ROOM = fileURLToPath(new URL('../../shared/classification', import.meta.url));

/** The shipped models. What was heard before is understood as it was then: a year has few texts and many who write them. */
export class Ears implements TroubleReader {
  readonly #classifier = new BuiltInClassifier(join(ROOM, 'model'));
  readonly #reader = new BuiltInTroubleReader(join(ROOM, 'trouble/model'));
  readonly #classified = new Map<string, Classification>();
  readonly #read = new Map<string, TroubleReading>();

  async classify(text: string): Promise<Classification> {
    const known = this.#classified.get(text);
    if (known) return known;
    const { classification } = await this.#classifier.classify(text);
    this.#classified.set(text, classification);
    return classification;
  }

  read(text: string): TroubleReading {
    const known = this.#read.get(text) ?? this.#reader.read(text);
    this.#read.set(text, known);
    return known;
  }
}
