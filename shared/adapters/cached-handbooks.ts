import { readPolicy } from '../contracts/policy.ts';
import { KEYWORDS_DOCUMENT, listedIn, POLICY_DOCUMENT, templateKeyOf, textsIn } from '../domain/documents.ts';
import { type Handbook, type PublishedTexts, SHIPPED_HANDBOOK } from '../domain/handbook.ts';
import { LIMITS } from '../domain/limits.ts';
import { MODEL_DOCUMENT, modelIn } from '../domain/published-model.ts';
import type { TemplateKey } from '../domain/texts.ts';
import type { Clock, Documents, Handbooks, Journal, PublishedDocument } from '../ports.ts';

interface Remembered {
  handbook: Handbook;
  /** Whichever comes first: business time can be made to leap, wall time cannot be held. */
  until: { business: number; wall: number };
}

/**
 * Remembers the handbook for a minute, so that a message costs no read for it. If it cannot be read then, the one that is
 * remembered goes on; a desk without any does not guess. A policy that cannot be gone by is replaced by the shipped one, and a keyword is left out.
 */
export class CachedHandbooks implements Handbooks {
  readonly #documents: Pick<Documents, 'all'>;
  readonly #clock: Clock;
  readonly #journal: Journal;
  #known: Remembered | undefined;
  #reading: Promise<Handbook> | undefined;

  constructor(documents: Pick<Documents, 'all'>, clock: Clock, journal: Journal) {
    this.#documents = documents;
    this.#clock = clock;
    this.#journal = journal;
  }

  current(): Promise<Handbook> {
    const { handbook, until } = this.#known ?? {};
    if (handbook && until && this.#clock.business() < until.business && this.#clock.wall() < until.wall)
      return Promise.resolve(handbook);
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #read(): Promise<Handbook> {
    // What is published while it is being read may be missing from it, so the minute begins here.
    const asked = this.#now();
    try {
      return this.#remember(
        handbookOf(await this.#documents.all(), this.#journal),
        asked,
        LIMITS.handbookRemembered,
      );
    } catch (error) {
      if (!this.#known) throw error;
      const { handbook } = this.#known;
      this.#journal.error('handbook.unreadable', { error: nameOf(error), version: handbook.version });
      return this.#remember(handbook, this.#now(), LIMITS.handbookRetried);
    }
  }

  #now(): Remembered['until'] {
    return { business: this.#clock.business(), wall: this.#clock.wall() };
  }

  #remember(handbook: Handbook, from: Remembered['until'], span: number): Handbook {
    this.#known = { handbook, until: { business: from.business + span, wall: from.wall + span } };
    return handbook;
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}

function handbookOf(documents: readonly PublishedDocument[], journal: Journal): Handbook {
  const policy = documents.find(({ name }) => name === POLICY_DOCUMENT);
  const keywords = documents.find(({ name }) => name === KEYWORDS_DOCUMENT);
  const model = modelIn(documents.find(({ name }) => name === MODEL_DOCUMENT)?.body);
  return {
    ...SHIPPED_HANDBOOK,
    ...(policy && policyIn(policy, journal)),
    ...(model && { model }),
    ...(keywords && { keywords: keywordsIn(keywords, journal) }),
    published: textsOf(documents),
  };
}

function policyIn({ body, version }: PublishedDocument, journal: Journal): Partial<Handbook> {
  const { policy, issues = [] } = readPolicy(body);
  if (policy) return { policy, version };
  journal.error('policy.broken', { version, paths: issues.map(({ path }) => path) });
  return {};
}

function keywordsIn({ body, version }: PublishedDocument, journal: Journal): Handbook['keywords'] {
  const { keywords, broken } = listedIn(body);
  if (broken > 0) journal.error('keywords.broken', { version, left_out: broken });
  return keywords;
}

function textsOf(documents: readonly PublishedDocument[]): Handbook['published'] {
  const own = documents.flatMap(({ name, version, body }): [TemplateKey, PublishedTexts][] => {
    const key = templateKeyOf(name);
    return key ? [[key, { version, texts: textsIn(body) }]] : [];
  });
  return Object.fromEntries(own);
}
