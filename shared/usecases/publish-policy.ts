import { POLICY_DOCUMENT } from '../domain/documents.ts';
import { Fault } from '../domain/errors.ts';
import type { Policy, PolicyIssue } from '../domain/policy.ts';
import { SHIPPED_POLICY } from '../domain/shipped-policy.ts';
import type { PublishedDocument, ReadPolicy } from '../ports.ts';
import {
  bodyOfVersion,
  type Publication,
  type Published,
  type Publisher,
  type PublishPorts,
  publishDocument,
} from './publish-document.ts';

const POLICY: Published = { name: POLICY_DOCUMENT, shipped: {}, changed: 'policy.changed' };

export interface PolicyPorts extends PublishPorts {
  readPolicy: ReadPolicy;
}

/** The policy as every function goes by it, a minute after it was published at the latest. */
export interface PolicyInForce {
  /** 0: the shipped one. */
  version: number;
  policy: Policy;
  /** What differs from the shipped one. */
  changes: unknown;
  /** Why the published changes cannot be gone by any more, so that the shipped policy is in force. */
  issues: PolicyIssue[];
  published: PublishedDocument | undefined;
}

export async function policyInForce({
  documents,
  readPolicy,
}: Pick<PolicyPorts, 'documents' | 'readPolicy'>) {
  return inForce(readPolicy, await documents.document(POLICY_DOCUMENT));
}

/** What is stored are the changes alone, so that what a later release ships still applies to the rest. */
function inForce(readPolicy: ReadPolicy, published: PublishedDocument | undefined): PolicyInForce {
  const changes = published?.body ?? POLICY.shipped;
  const { policy = SHIPPED_POLICY, issues = [] } = readPolicy(changes);
  return { version: published?.version ?? 0, policy, changes, issues, published };
}

export type PolicyPublication = Omit<Publication, 'body'> & { changes: unknown };

/**
 * Puts these changes in place of all that were published.
 * @throws Fault request.invalid (paths `policy.…`), policy.changed
 */
export async function publishPolicy(
  ports: PolicyPorts,
  { changes, ...publication }: PolicyPublication,
): Promise<PolicyInForce> {
  soundPolicy(ports.readPolicy, changes);
  const latest = await ports.documents.document(POLICY_DOCUMENT);
  const asked = { ...publication, body: changes };
  const { document, published } = await publishDocument(ports, POLICY, latest, asked);
  const { version, restores } = document ?? {};
  if (published)
    ports.journal.info('policy.published', {
      version,
      by: publication.by,
      ...(restores !== undefined && { restores }),
    });
  return inForce(ports.readPolicy, document);
}

/**
 * Publishes the changes of an older version as a new one; 0 brings the shipped policy back.
 * @throws Fault version.unknown, request.invalid if it may not be published any more, policy.changed
 */
export async function rollBackPolicy(
  ports: PolicyPorts,
  { version, ...publisher }: Publisher & { version: number },
): Promise<PolicyInForce> {
  const changes = await bodyOfVersion(ports, POLICY, version);
  return publishPolicy(ports, { ...publisher, changes, restores: version });
}

/** What these changes make of the shipped policy. @throws Fault request.invalid (paths `policy.…`) */
export function soundPolicy(readPolicy: ReadPolicy, changes: unknown): Policy {
  const { policy, issues = [] } = readPolicy(changes);
  if (policy) return policy;
  throw new Fault('request.invalid', 'this policy cannot be published; see errors', {
    issues: issues.map(({ path, message }) => ({ path: path === '' ? 'policy' : `policy.${path}`, message })),
  });
}
