import { Fault, type FaultIssue } from '../domain/errors.ts';
import { decidesAlways, keywordsIn } from '../domain/keyword.ts';
import { type ListedKeyword, type NewKeyword, withKeyword } from '../domain/keyword-list.ts';
import type { Handbooks } from '../ports.ts';
import { type DryRunOf, type DryRunPorts, type DryRunResult, dryRun } from './dry-run.ts';
import { additionBy, demandRoom, type KeywordPorts, keywordsInForce } from './publish-keywords.ts';

export interface KeywordsPreviewPorts
  extends DryRunPorts,
    Pick<KeywordPorts, 'documents' | 'clock' | 'chance'> {
  handbooks: Handbooks;
}

export interface KeywordsPreview extends DryRunOf {
  /** Who asks. */
  by: string;
  add: readonly NewKeyword[];
  /** Ids. */
  remove: readonly string[];
  /** Undefined: only stored conversations are looked at. */
  text?: string | undefined;
}

export interface PreviewedKeywords extends DryRunResult {
  /** What would decide in the text. */
  decides: DecidingKeyword | undefined;
}

export type DecidingKeyword = NewKeyword & {
  /** Undefined: it is only tried. */
  id: string | undefined;
  /** Whatever the model says, or else where it is not sure. */
  always: boolean;
};

const NOTHING: DryRunResult = {
  conversations: 0,
  turns: 0,
  changed: 0,
  reasons: {},
  items: [],
  next: undefined,
};

/**
 * What changed keywords would decide in a text, and would have decided in conversations as they are stored; these are
 * left alone where nothing is changed.
 * @throws Fault request.invalid, as if they were published
 */
export async function previewKeywords(
  ports: KeywordsPreviewPorts,
  asked: KeywordsPreview,
): Promise<PreviewedKeywords> {
  const { keywords } = await keywordsInForce(ports);
  const changed = changedBy(ports, keywords, asked);
  const result = changed === keywords ? NOTHING : await tryOut(ports, keywords, changed, asked);
  const { text } = asked;
  return { ...result, decides: text === undefined ? undefined : decidingIn(text, changed, keywords) };
}

/** Against the list as it is published, so that nothing shows but the change. */
async function tryOut(
  ports: KeywordsPreviewPorts,
  published: ListedKeyword[],
  tried: ListedKeyword[],
  whose: DryRunOf,
): Promise<DryRunResult> {
  const handbook = await ports.handbooks.current();
  const inForce = { ...handbook, keywords: published };
  return dryRun(ports, { inForce, changed: { ...handbook, keywords: tried } }, whose);
}

function changedBy(
  ports: KeywordsPreviewPorts,
  keywords: ListedKeyword[],
  { add, remove, by }: KeywordsPreview,
): ListedKeyword[] {
  if (add.length === 0 && remove.length === 0) return keywords;
  const changed = add.reduce(
    (list, wanted) => withKeyword(list, wanted, additionBy(ports, by)).keywords,
    without(keywords, remove),
  );
  demandRoom(changed, 'add');
  return changed;
}

function without(keywords: ListedKeyword[], ids: readonly string[]): ListedKeyword[] {
  const issues = ids.flatMap((id, at): FaultIssue[] =>
    keywords.some((keyword) => keyword.id === id)
      ? []
      : [{ path: `remove.${at}`, message: 'there is no keyword of this id' }],
  );
  if (issues.length > 0)
    throw new Fault('request.invalid', 'these keywords cannot be tried; see errors', { issues });
  return keywords.filter(({ id }) => !ids.includes(id));
}

function decidingIn(
  text: string,
  keywords: ListedKeyword[],
  published: ListedKeyword[],
): DecidingKeyword | undefined {
  const [first] = keywordsIn(text, keywords);
  if (!first) return undefined;
  const { id, scenario, phrase, priority } = first;
  const isPublished = published.some((keyword) => keyword.id === id);
  return { id: isPublished ? id : undefined, scenario, phrase, priority, always: decidesAlways(first) };
}
