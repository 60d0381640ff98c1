import { createClassifier, type Classifier as Model } from '../classification/classifier.ts';
import { unpackModel } from '../classification/packed-model.ts';
import type { Judgement } from '../domain/classification.ts';
import { LIMITS } from '../domain/limits.ts';
import type { PublishedModel } from '../domain/published-model.ts';
import type { Classifier, Clock, Handbooks, Journal, ModelFiles } from '../ports.ts';
import { type BuiltInClassifier, judgementOf } from './built-in-classifier.ts';
import { sha256Of } from './published-models.ts';

interface Loaded {
  id: string;
  model: Model;
}

export interface DeskClassifierPorts {
  builtIn: BuiltInClassifier;
  handbooks: Handbooks;
  models: Pick<ModelFiles, 'file'>;
  clock: Pick<Clock, 'wall'>;
  journal: Journal;
}

/**
 * The model that the desk has published, as soon as the handbook names it, else the shipped one. One that cannot be had
 * or read takes nothing away: the model before it goes on, and somebody is told.
 */
export class DeskClassifier implements Classifier {
  readonly #ports: DeskClassifierPorts;
  #loaded: Loaded | undefined;
  #loading: { id: string; done: Promise<void> } | undefined;
  #refused: { id: string; until: number } | undefined;

  constructor(ports: DeskClassifierPorts) {
    this.#ports = ports;
  }

  async classify(text: string): Promise<Judgement> {
    const { model } = await this.#ports.handbooks.current();
    if (!model || !this.#isOver(model)) return this.#ports.builtIn.classify(text);
    if (this.#loaded?.id !== model.id) await this.#load(model);
    return this.#loaded ? judgementOf(this.#loaded.model, text) : this.#ports.builtIn.classify(text);
  }

  /** A model that was trained beside another release reads words in another way. */
  #isOver({ over, id }: PublishedModel): boolean {
    const shipped = this.#ports.builtIn.version();
    if (over === shipped) return true;
    this.#refuse(id, 'model.outdated', { over, shipped });
    return false;
  }

  async #load(model: PublishedModel): Promise<void> {
    const { clock } = this.#ports;
    if (this.#refused?.id === model.id && clock.wall() < this.#refused.until) return;
    if (this.#loading?.id !== model.id) this.#loading = { id: model.id, done: this.#read(model) };
    await this.#loading.done;
  }

  async #read(published: PublishedModel): Promise<void> {
    const { id } = published;
    try {
      const bytes = await this.#ports.models.file(id, published.parts);
      if (!bytes) throw new Error('parts are missing');
      if (sha256Of(bytes) !== published.sha256) throw new Error('the parts are not those of the file');
      const model = createClassifier(unpackModel(bytes));
      // One that came after it and is ready stays in force.
      if (this.#loading) this.#loaded = { id, model };
      this.#ports.journal.info('model.loaded', { model: id });
    } catch (error) {
      this.#refuse(id, 'model.unreadable', { error: error instanceof Error ? error.message : 'unknown' });
    } finally {
      if (this.#loading?.id === id) this.#loading = undefined;
    }
  }

  /** Told once in a while, not with every message. */
  #refuse(id: string, event: string, fields: Record<string, unknown>): void {
    const now = this.#ports.clock.wall();
    if (this.#refused?.id === id && now < this.#refused.until) return;
    this.#refused = { id, until: now + LIMITS.modelRetried };
    this.#ports.journal.error(event, { model: id, ...fields });
  }
}
