import { isDeepStrictEqual } from 'node:util';
import { Fault, type FaultCode } from '../domain/errors.ts';
import type { Clock, Documents, Journal, PublishedDocument } from '../ports.ts';

export interface PublishPorts {
  documents: Documents;
  clock: Pick<Clock, 'business'>;
  journal: Journal;
}

/** Who publishes, and why. */
export interface Publisher {
  by: string;
  reason?: string | undefined;
}

export interface Publication extends Publisher {
  /** The version that whoever publishes had before them; undefined: whatever is the latest. */
  seen_version?: number | undefined;
  body: unknown;
  restores?: number | undefined;
}

/** What is published under a name. */
export interface Published {
  name: string;
  /** The body that stands for what is shipped: version 0. */
  shipped: unknown;
  /** Says that somebody else published meanwhile. */
  changed: FaultCode;
}

/**
 * Publishes it as the version after the latest. What is in force already is not published again, so that a repeat whose
 * first answer was lost is answered like the first.
 * @throws Fault with `changed` if another version than the one seen is the latest
 */
export async function publishDocument(
  { documents, clock }: PublishPorts,
  { name, shipped, changed }: Published,
  latest: PublishedDocument | undefined,
  { seen_version, ...publication }: Publication,
): Promise<{ document: PublishedDocument | undefined; published: boolean }> {
  const version = latest?.version ?? 0;
  const isInForce = isDeepStrictEqual(latest ? latest.body : shipped, publication.body);
  const isRepeat = isInForce && seen_version === version - 1;
  if (seen_version !== undefined && seen_version !== version && !isRepeat) throw moved(changed);
  if (isInForce) return { document: latest, published: false };
  const document = { name, version: version + 1, at: clock.business(), ...publication };
  if ((await documents.publish(document)) === 'conflict') throw moved(changed);
  return { document, published: true };
}

function moved(changed: FaultCode): Fault {
  return new Fault(changed, 'somebody published another version; look at it and publish yours again');
}

/** The body of a version that is to be looked at or brought back; 0 is the shipped one. @throws Fault version.unknown */
export async function bodyOfVersion(
  { documents }: Pick<PublishPorts, 'documents'>,
  { name, shipped }: Published,
  version: number,
): Promise<unknown> {
  if (version === 0) return shipped;
  const document = await documents.version(name, version);
  if (!document)
    throw new Fault('version.unknown', 'there is no such version; the list of versions names all');
  return document.body;
}
