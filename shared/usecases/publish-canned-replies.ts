import { type CannedReply, cannedIn, isCannedId, withoutReply, withReply } from '../domain/canned-reply.ts';
import { CANNED_REPLIES_DOCUMENT } from '../domain/documents.ts';
import { Fault, type FaultIssue } from '../domain/errors.ts';
import { LIMITS } from '../domain/limits.ts';
import { parametersFrom } from '../domain/parameters.ts';
import { judgeTemplate, type Rendered, render } from '../domain/template.ts';
import type { Conversations, Handbooks, PublishedDocument } from '../ports.ts';
import { unknownConversation } from './act-on-conversation.ts';
import { type Publication, type Published, type PublishPorts, publishDocument } from './publish-document.ts';

const CANNED = {
  name: CANNED_REPLIES_DOCUMENT,
  shipped: { replies: [] },
  changed: 'canned_replies.changed',
} satisfies Published;

/** What operators can say at a click. */
export interface CannedReplies {
  /** 0: there never were any. */
  version: number;
  replies: CannedReply[];
  published: PublishedDocument | undefined;
}

export async function cannedReplies({ documents }: Pick<PublishPorts, 'documents'>): Promise<CannedReplies> {
  return inForce(await documents.document(CANNED_REPLIES_DOCUMENT));
}

function inForce(published: PublishedDocument | undefined): CannedReplies {
  return { version: published?.version ?? 0, replies: cannedIn(published?.body), published };
}

type Publisher = Omit<Publication, 'body' | 'restores'>;

/**
 * Puts a reply under its id, new or in place of what it was.
 * @throws Fault request.invalid for an id that is none, a text that cannot be said, or one reply too many; canned_replies.changed
 */
export function putCannedReply(
  ports: PublishPorts,
  reply: CannedReply,
  publisher: Publisher,
): Promise<CannedReplies> {
  demandSayable(reply);
  return publishChange(ports, publisher, (replies) => {
    const changed = withReply(replies, reply);
    if (changed.length > LIMITS.cannedReplies) throw cannot([TOO_MANY]);
    return changed;
  });
}

const TOO_MANY = {
  path: 'reply_id',
  message: `would be more than the ${LIMITS.cannedReplies} canned replies that a desk may have`,
};
const BAD_ID = {
  path: 'reply_id',
  message: `must be 1 to ${LIMITS.cannedIdCharacters} of a-z, 0-9, "_" and "-", and begin with a letter or digit`,
};

/** @throws Fault canned_reply.unknown, canned_replies.changed */
export async function removeCannedReply(
  ports: PublishPorts,
  id: string,
  publisher: Publisher,
): Promise<CannedReplies> {
  let seen = false;
  return publishChange(ports, publisher, (replies) => {
    const isThere = replies.some((reply) => reply.id === id);
    // Gone since it was seen: by a write of ours whose answer was lost, or by somebody else's.
    if (!isThere && !seen) throw new Fault('canned_reply.unknown', 'there is no canned reply with this id');
    seen = true;
    return withoutReply(replies, id);
  });
}

/** Two who change the list at the same moment undo nothing of each other, unless it was meant for one version alone. */
async function publishChange(
  ports: PublishPorts,
  publisher: Publisher,
  change: (replies: CannedReply[]) => CannedReply[],
): Promise<CannedReplies> {
  for (let round = 1; ; round++) {
    const latest = await ports.documents.document(CANNED_REPLIES_DOCUMENT);
    const body = { replies: change(inForce(latest).replies) };
    try {
      const { document, published } = await publishDocument(ports, CANNED, latest, { ...publisher, body });
      if (published)
        ports.journal.info('canned_replies.published', { version: document?.version, by: publisher.by });
      return inForce(document);
    } catch (error) {
      const again = publisher.seen_version === undefined && round < LIMITS.rounds;
      if (!again || !(error instanceof Fault) || error.code !== CANNED.changed) throw error;
    }
  }
}

export interface PreviewPorts {
  conversations: Pick<Conversations, 'head' | 'profile'>;
  handbooks: Handbooks;
}

/**
 * The text as this conversation's client would read it.
 * @throws Fault request.invalid for a text that cannot be said, conversation.unknown
 */
export async function previewCannedReply(
  { conversations, handbooks }: PreviewPorts,
  text: string,
  conversation: string,
): Promise<Rendered> {
  demandText(text);
  const head = await conversations.head(conversation);
  if (!head) throw unknownConversation();
  const { desk } = (await handbooks.current()).policy;
  const profile = (await conversations.profile(conversation)) ?? {};
  const language = head.language ?? desk.language;
  const said = render(text, parametersFrom({ profile, entities: {}, desk, language }), language);
  if (typeof said === 'string') throw cannot([{ path: 'text', message: said }]);
  return said;
}

function demandSayable({ id, text }: CannedReply): void {
  if (!isCannedId(id)) throw cannot([BAD_ID]);
  demandText(text);
}

/** It answers no message that its parameters could be read from. */
function demandText(text: string): void {
  const issues = judgeTemplate(text, 'follow_up').map((message) => ({ path: 'text', message }));
  if (issues.length > 0) throw cannot(issues);
}

function cannot(issues: FaultIssue[]): Fault {
  return new Fault('request.invalid', 'this reply cannot be kept or said; see errors', { issues });
}
