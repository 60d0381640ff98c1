import { KEYWORDS_DOCUMENT, listedIn } from '../domain/documents.ts';
import { Fault } from '../domain/errors.ts';
import { keywordId } from '../domain/ids.ts';
import {
  type Addition,
  type ChangedList,
  type ListedKeyword,
  type NewKeyword,
  withKeyword,
} from '../domain/keyword-list.ts';
import { LIMITS } from '../domain/limits.ts';
import type { Chance, PublishedDocument } from '../ports.ts';
import {
  bodyOfVersion,
  type Publication,
  type Published,
  type Publisher,
  type PublishPorts,
  publishDocument,
} from './publish-document.ts';

const KEYWORDS = {
  name: KEYWORDS_DOCUMENT,
  shipped: { keywords: [] },
  changed: 'keywords.changed',
} satisfies Published;

export interface KeywordPorts extends PublishPorts {
  chance: Pick<Chance, 'entropy'>;
}

/** The desk's keywords as every function goes by them, a minute after they were published at the latest. */
export interface KeywordsInForce {
  /** 0: there never were any. */
  version: number;
  keywords: ListedKeyword[];
  published: PublishedDocument | undefined;
}

export async function keywordsInForce({
  documents,
}: Pick<KeywordPorts, 'documents'>): Promise<KeywordsInForce> {
  return inForce(await documents.document(KEYWORDS_DOCUMENT));
}

function inForce(published: PublishedDocument | undefined): KeywordsInForce {
  const { keywords } = listedIn(published?.body);
  return { version: published?.version ?? 0, keywords, published };
}

export type AddedKeyword = Omit<ChangedList, 'keywords'> & { version: number };

/**
 * Adds a keyword; one of the same scenario and phrase gets its priority instead.
 * @throws Fault request.invalid if there are `LIMITS.keywords` already, keywords.changed
 */
export async function addKeyword(
  ports: KeywordPorts,
  { scenario, phrase, priority, ...publication }: NewKeyword & Omit<Publication, 'body' | 'restores'>,
): Promise<AddedKeyword> {
  const wanted = { scenario, phrase, priority };
  const addition = additionBy(ports, publication.by);
  return publishChange(ports, publication, ({ keywords }) => {
    const changed = withKeyword(keywords, wanted, addition);
    demandRoom(changed.keywords, 'keyword');
    return changed;
  });
}

/** What a keyword is given that somebody adds now. */
export function additionBy({ clock, chance }: Pick<KeywordPorts, 'clock' | 'chance'>, by: string): Addition {
  const at = clock.business();
  return { id: keywordId(at, chance.entropy()), added_by: by, added_at: at };
}

/** @throws Fault request.invalid */
export function demandRoom({ length }: readonly ListedKeyword[], path: string): void {
  if (length <= LIMITS.keywords) return;
  throw new Fault('request.invalid', 'the request has values that cannot be taken; see errors', {
    issues: [{ path, message: `would be more than the ${LIMITS.keywords} keywords that a desk may have` }],
  });
}

/** Takes a keyword away. @throws Fault keyword.unknown, keywords.changed */
export async function removeKeyword(
  ports: KeywordPorts,
  { id, ...publisher }: Publisher & { id: string },
): Promise<{ version: number }> {
  let seen = false;
  return publishChange(ports, publisher, ({ keywords }) => {
    const isThere = keywords.some((keyword) => keyword.id === id);
    // Gone since it was seen: by a write of ours whose answer was lost, or by somebody else's.
    if (!isThere && !seen) throw unknownKeyword();
    seen = true;
    return { keywords: keywords.filter((keyword) => keyword.id !== id) };
  });
}

function unknownKeyword(): Fault {
  return new Fault('keyword.unknown', 'there is no keyword of this id; the list of keywords names all');
}

/**
 * Publishes the keywords of an older version as a new one; 0: none.
 * @throws Fault version.unknown, keywords.changed
 */
export async function rollBackKeywords(
  ports: KeywordPorts,
  { version, ...publisher }: Publisher & { version: number },
): Promise<KeywordsInForce> {
  const { keywords } = listedIn(await bodyOfVersion(ports, KEYWORDS, version));
  const latest = await ports.documents.document(KEYWORDS_DOCUMENT);
  return inForce(await publish(ports, latest, { ...publisher, body: { keywords }, restores: version }));
}

/**
 * Publishes what a change makes of the list. Two who change it at the same moment undo nothing of each other: the
 * change is made anew on what is in force by then, unless it was meant for one version alone.
 * @throws Fault keywords.changed
 */
async function publishChange<Changed extends { keywords: ListedKeyword[] }>(
  ports: KeywordPorts,
  publication: Omit<Publication, 'body'>,
  change: (inForce: KeywordsInForce) => Changed,
): Promise<Omit<Changed, 'keywords'> & { version: number }> {
  for (let round = 1; ; round++) {
    const latest = await ports.documents.document(KEYWORDS_DOCUMENT);
    const { keywords, ...changed } = change(inForce(latest));
    try {
      const document = await publish(ports, latest, { ...publication, body: { keywords } });
      return { ...changed, version: document?.version ?? 0 };
    } catch (error) {
      const again = publication.seen_version === undefined && round < LIMITS.rounds;
      if (!again || !(error instanceof Fault) || error.code !== KEYWORDS.changed) throw error;
    }
  }
}

async function publish(
  ports: KeywordPorts,
  latest: PublishedDocument | undefined,
  publication: Publication,
): Promise<PublishedDocument | undefined> {
  const { document, published } = await publishDocument(ports, KEYWORDS, latest, publication);
  const { version, restores } = document ?? {};
  if (published)
    ports.journal.info('keywords.published', {
      version,
      by: publication.by,
      ...(restores !== undefined && { restores }),
    });
  return document;
}
