import type {
  DecidingKeyword as DecidingBody,
  KeywordBody,
  KeywordItem,
  KeywordsBody,
  KeywordsPreviewBody,
  KeywordsVersion,
} from '../../shared/contracts/keyword-responses.ts';
import { listedIn } from '../../shared/domain/documents.ts';
import { KEYWORD_SCENARIOS } from '../../shared/domain/keyword.ts';
import type { ListedKeyword } from '../../shared/domain/keyword-list.ts';
import type { PublishedDocument } from '../../shared/ports.ts';
import type { DecidingKeyword, PreviewedKeywords } from '../../shared/usecases/preview-keywords.ts';
import type { AddedKeyword, KeywordsInForce } from '../../shared/usecases/publish-keywords.ts';
import { dryRunView, publishedView, versionView } from './handbook-views.ts';

export function keywordsView({ version, keywords, published }: KeywordsInForce): KeywordsBody {
  return { version, ...publishedView(published), items: listView(keywords), next: null };
}

/** By scenario, and what decides first before the others. */
function listView(keywords: readonly ListedKeyword[]): KeywordItem[] {
  const place = ({ scenario }: ListedKeyword) => KEYWORD_SCENARIOS.indexOf(scenario);
  const sorted = keywords.toSorted((a, b) => place(a) - place(b) || b.priority - a.priority);
  return sorted.map(keywordItem);
}

function keywordItem({ id, scenario, phrase, priority, added_at, added_by }: ListedKeyword): KeywordItem {
  return {
    id,
    scenario,
    keyword: phrase,
    priority,
    added_at: added_at === undefined ? null : new Date(added_at).toISOString(),
    added_by: added_by ?? null,
  };
}

export function keywordView({ keyword, version }: AddedKeyword): KeywordBody {
  return { ...keywordItem(keyword), version };
}

export function keywordsVersionView(document: PublishedDocument): KeywordsVersion {
  return { ...versionView(document), keywords: listView(listedIn(document.body).keywords) };
}

export function keywordsPreviewView({ decides, ...result }: PreviewedKeywords): KeywordsPreviewBody {
  return { ...dryRunView(result), decides: decides ? decidingView(decides) : null };
}

function decidingView({ id, phrase, ...deciding }: DecidingKeyword): DecidingBody {
  return { ...deciding, id: id ?? null, keyword: phrase };
}
